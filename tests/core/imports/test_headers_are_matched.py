"""Which column means what: by guessing, by a known mapping, by a mapping file; and every mistake in one is named."""

import json
from pathlib import Path

import pytest

from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.mapping import Field, HeaderMapping, guess_mapping, load_mapping, resolve

FIELDS = (
    Field("key", "the number", ("Job ID", "Number")),
    Field("name", "the name", ("Job Title", "Title")),
    Field("unit", "the unit", ("Department",)),
)
NEEDS = (("key",), ("name", "unit"))


def test_headers_are_known_by_their_synonyms_whatever_their_case_and_signs() -> None:
    mapping = guess_mapping(["# JOB_id", "department ", "Else"], FIELDS)
    assert mapping.columns == {"key": ("# JOB_id",), "unit": ("department ",)}
    assert resolve(mapping, ["# JOB_id", "department ", "Else"], FIELDS, NEEDS) == {"key": (0,), "unit": (1,)}


def test_the_best_synonym_wins_and_no_column_serves_twice() -> None:
    assert guess_mapping(["Title", "Job Title"], FIELDS).columns == {"name": ("Job Title",)}


def test_a_known_mapping_is_taken_only_if_it_accounts_for_every_column() -> None:
    known = HeaderMapping(columns={"key": ("ID No",)}, ignore=("Made on",), source="feed")
    assert guess_mapping(["id no", "Made On"], FIELDS, [known]).source == "feed"
    assert guess_mapping(["ID No", "Made on", "More"], FIELDS, [known]).source == ""
    assert guess_mapping(["ID No"], FIELDS, [known]).source == ""


def test_a_missing_column_is_named_with_those_that_were_found() -> None:
    with pytest.raises(ImportRefused) as refused:
        resolve(guess_mapping(["Colour", "Job ID"], FIELDS), ["Colour", "Job ID"], FIELDS, NEEDS)
    assert refused.value.code == "missing_column"
    assert "the name or the unit" in refused.value.message
    assert "“Colour”, “Job ID”" in refused.value.message


def test_a_column_that_only_the_mapping_knows_is_named() -> None:
    with pytest.raises(ImportRefused) as refused:
        resolve(HeaderMapping(columns={"key": ("Nr",)}), ["Job ID"], FIELDS, NEEDS)
    assert "“Nr”" in refused.value.message
    assert "“Job ID”" in refused.value.message


def test_a_file_without_a_header_is_told_so() -> None:
    with pytest.raises(ImportRefused) as refused:
        resolve(guess_mapping(["759209", "Water"], FIELDS), ["759209", "Water"], FIELDS, NEEDS)
    assert refused.value.code == "no_header"


def test_a_mapping_extends_another_and_says_the_rest(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(
        'source = "feed"\nignore = ["x"]\n[columns]\nkey = "ID"\nname = "N"\n'
        '[values.unit]\nA = "one"\n[defaults]\nunit = "some"\n'
    )
    child = tmp_path / "child.json"
    child.write_text(
        json.dumps({"extends": "base.toml", "columns": {"key": ["A", "B"]}, "values": {"unit": {"b": "two"}}})
    )
    mapping = load_mapping(child, FIELDS)
    assert mapping.source == "feed"
    assert mapping.columns == {"key": ("A", "B")}
    assert mapping.ignore == ()
    assert mapping.values == {"unit": {"a": "one", "b": "two"}}
    assert mapping.defaults == {"unit": "some"}
    assert [mapping.provides(name) for name in ("key", "name", "unit")] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colums = 1", "no setting “colums”"),
        ("[columns]\nnme = 'x'", "no field “nme”"),
        ("[columns]\nname = true", "“name” is a text"),
        ("[defaults]\nname = ['x']", "“defaults.name” is a text"),
        ("[values]\nname = 'x'", "[values.name] is a table"),
        ("ignore = 'x'", "“ignore” is a list"),
        ("source = {}", "“source” is a text"),
        ("columns = [", "cannot be used"),
        ("extends = 'm.toml'", "extends itself"),
        ("extends = '../other.toml'", "same folder"),
        ("extends = 'gone.toml'", "no mapping file"),
    ],
)
def test_a_mistake_in_a_mapping_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(ImportRefused) as refused:
        load_mapping(path, FIELDS)
    assert refused.value.code in {"bad_mapping", "no_mapping"}
    assert says in refused.value.message
