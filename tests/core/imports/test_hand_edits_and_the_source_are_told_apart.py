"""The comparison that decides what a re-import may overwrite, case by case."""

from typing import Any

import pytest

from chitech.core.imports.plan import fingerprint, merge


def untouched(_name: str, value: Any) -> bool:
    return value in ("", None)


@pytest.mark.parametrize(
    ("before", "here", "now", "result", "told"),
    [
        ("a", "a", "a", "stays", ""),
        ("a", "a", "b", "follows", ""),
        ("a", "hand", "a", "stays", ""),
        ("a", "hand", "b", "follows", "overruled"),
        ("a", "b", "b", "stays", ""),
        (None, "", "b", "follows", ""),
        (None, "hand", "b", "stays", "kept"),
        ("a", "", "a", "stays", ""),
        ("a", "", "b", "follows", "overruled"),
        ("", "hand", "", "stays", ""),
    ],
)
def test_one_field(before: str | None, here: str, now: str, result: str, told: str) -> None:
    remembered = {} if before is None else {"field": fingerprint(before)}
    outcome = merge({"field": here}, {"field": now}, remembered, untouched)
    assert outcome.changes == ({"field": (here, now)} if result == "follows" else {})
    assert outcome.overruled == ({"field": (here, now)} if told == "overruled" else {})
    assert outcome.kept == ({"field": (here, now)} if told == "kept" else {})


def test_a_field_that_the_source_does_not_speak_about_is_left_alone() -> None:
    assert merge({"a": 1, "b": 2}, {"a": 1}, {}, untouched).changes == {}


def test_fingerprints_tell_kinds_apart() -> None:
    values = [1, "1", None, "", [], ["1"], [1], "null", True, "s", {"a": 1}]
    assert len({fingerprint(value) for value in values}) == len(values)
