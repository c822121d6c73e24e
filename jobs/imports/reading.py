"""One row of a file into what it says about a posting, in plain values."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.names import nice_case
from chitech.core.imports.plan import Values
from chitech.core.imports.readers import Cell
from chitech.core.imports.rows import RowReader
from jobs.fields import LAST_MINUTE, MIDNIGHT
from jobs.imports import fields
from jobs.imports.vocabulary import Vocabulary
from pathways.pay import PayUnit

_LONGEST_HOURS = 300
_BODY = ("what_you_need", "what_helps", "benefits", "residency_note")
_LINES = {
    "division": 160,
    "budget_title_code": 20,
    "schedule_grade": 40,
    "degree_reason": 300,
    "degree_equivalent": 300,
}
_CHOICES = {
    "work_mode": fields.WORK_MODES,
    "degree_rule": fields.DEGREE_RULES,
    "degree_kind": fields.DEGREE_KINDS,
}


def moment(day: date, at: time) -> str:
    """A time of a day in Chicago, as the ISO text by which moments are compared."""
    return datetime.combine(day, at, timezone.get_default_timezone()).astimezone(UTC).isoformat()


class PostingReader:
    """Reads rows with one mapping and one vocabulary. Says nothing about fields that the mapping does not provide."""

    def __init__(self, mapping: HeaderMapping, vocabulary: Vocabulary, categories: Iterable[str]) -> None:
        self._mapping = mapping
        self._vocabulary = vocabulary
        self._categories = tuple(categories)
        self._read: dict[tuple[Cell, ...], tuple[str, Values]] = {}

    def read(self, row: RowReader) -> tuple[str, Values]:
        """The posting's number and what the row says; problems are noted in the row.

        Feeds have each posting twice, once for staff and once for the public: the second is not read again.
        """
        twin = row.cells_without("audience")
        if twin not in self._read:
            key, said = self._all_but_audience(row)
            if not row.errors:
                self._read[twin] = key, said
        else:
            key, said = self._read[twin]
        if not row.provides("audience"):
            return key, said
        audience = row.choice("audience", fields.AUDIENCES)
        if not audience and not row.errors:
            row.fail("audience", "missing", _("Say who may apply: Internal, External or both."))
        return key, {**said, "audience": audience}

    def _all_but_audience(self, row: RowReader) -> tuple[str, Values]:
        key = row.line("external_id", most=60)
        if not key:
            row.fail("external_id", "missing", _("Every posting needs its number. Fill it in, or take the row out."))
        said: Values = {}
        self._who_and_what(row, said)
        self._words(row, said, key)
        self._pay(row, said)
        self._facts(row, said)
        self._dates(row, said)
        return key, said

    def _who_and_what(self, row: RowReader, said: Values) -> None:
        words = self._mapping.words
        department = row.line("department", most=120)
        if department:
            said["department"] = self._vocabulary.department(department)
        else:
            row.fail("department", "missing", _("The department is missing. Fill it in."))
        civil = nice_case(row.line("civil_service_title", most=160), words)
        name = nice_case(row.line("business_title", most=160), words) or civil
        if name:
            said["business_title"] = name
        elif not row.errors:
            row.fail(
                "business_title", "missing", _("The name of the job is missing, and no other title stands in for it.")
            )
        if row.provides("categories"):
            said["categories"] = row.items("categories", self._categories)
            if any(len(category) > 120 for category in said["categories"]):
                row.fail("categories", "too_long", _("A category is longer than 120 characters."))
        if row.provides("family"):
            said["family"] = row.term("family", self._vocabulary.family_words)
        self._title(row, said, name, civil)

    def _title(self, row: RowReader, said: Values, name: str, civil: str) -> None:
        """The refreshed title: by its code, or by an exact name where the mapping allows that for this row."""
        if row.provides("title"):
            said["title"] = row.term("title", self._vocabulary.title_words)
        rule = self._mapping.options.get("titles")
        if rule is None:
            return
        allowed = set(rule.get("only_categories", ()))
        names = {"business_title": name, "civil_service_title": civil}
        if not said.get("title"):
            fits = not allowed or bool(allowed & set(said.get("categories", ())))
            chosen = [names[field] for field in rule.get("match", ()) if names.get(field)]
            said["title"] = self._vocabulary.title_named(*chosen) if fits else None
        if said["title"] and "family" in said:
            said["family"] = None  # a title brings its own field of work

    def _words(self, row: RowReader, said: Values, key: str) -> None:
        for field in _BODY:
            if row.provides(field):
                said[field] = row.markdown(field)
        if row.provides("what_you_will_do"):
            said["what_you_will_do"] = row.markdown("what_you_will_do")
        if row.provides("how_to_apply"):
            said["how_to_apply"] = row.markdown("how_to_apply").replace("{external_id}", key)
        if row.provides("hours_or_shift"):
            said["hours_or_shift"] = self._hours(row, said)

    def _hours(self, row: RowReader, said: Values) -> str:
        """The hours on one line. What is too long for a line goes into the text whole, so that no word is lost."""
        hours = row.line("hours_or_shift", most=10_000)
        if len(hours) <= _LONGEST_HOURS:
            return hours
        whole = f"**{_('Hours')}**\n\n{row.markdown('hours_or_shift')}"
        said["what_you_will_do"] = "\n\n".join(part for part in (said.get("what_you_will_do", ""), whole) if part)
        return hours[: _LONGEST_HOURS - 1].rsplit(" ", 1)[0] + "…"

    def _pay(self, row: RowReader, said: Values) -> None:
        """The whole range with its unit, or None: a start of 0 means that the source did not state it, never 0."""
        if not (row.provides("pay_min") or row.provides("pay_max")):
            return
        lowest, highest = row.cents("pay_min"), row.cents("pay_max")
        said["pay"] = None
        if not lowest:
            return
        if not highest:
            row.fail("pay_max", "pay_half", _("Pay has a start and no end. Fill in both, or neither."))
            return
        if highest < lowest:
            row.fail("pay_max", "pay_order", _("Pay ends below its start. Check both amounts."), row.cell("pay_max"))
            return
        unit = row.choice("pay_unit", fields.PAY_UNITS) or self._unit_by_amount(lowest)
        if unit:
            said["pay"] = [lowest, highest, unit]
        elif not row.errors:
            row.fail("pay_unit", "missing", _("Say whether the pay is for a year, an hour or a day."))

    def _unit_by_amount(self, cents: int) -> str:
        """The unit that an amount must have, where a mapping gives the limits (in dollars) for a file without units."""
        limits = self._mapping.options.get("pay_unit_by_amount")
        if not limits:
            return ""
        if cents <= limits["hourly_up_to"] * 100:
            return PayUnit.HOURLY.value
        return PayUnit.DAILY.value if cents <= limits["daily_up_to"] * 100 else PayUnit.ANNUAL.value

    def _facts(self, row: RowReader, said: Values) -> None:
        for field, most in _LINES.items():
            if row.provides(field):
                said[field] = row.line(field, most=most)
        for field, known in _CHOICES.items():
            if row.provides(field):
                said[field] = row.choice(field, known)
        if row.provides("employment_type"):
            # A posting always has an employment type; an empty cell leaves the usual one.
            said["employment_type"] = row.choice("employment_type", fields.EMPLOYMENT_TYPES) or "full_time"
        if row.provides("openings"):
            said["openings"] = row.whole("openings", least=1, most=32_767) or 1
        if row.provides("experience_months"):
            said["experience_months"] = row.whole("experience_months", least=0, most=600)
        if row.provides("level"):
            level = row.term("level", self._vocabulary.level_words)
            said["level"] = int(level) if level else None
        if row.provides("location") or row.provides("city"):
            said["location"] = self._place(row)
        for field in ("bargaining_unit", "selection_method", "residency"):
            if row.provides(field):
                said[field] = row.term(field, self._vocabulary.term_words[field])
        if row.provides("service_type"):
            written = row.line("service_type", most=120)
            said["service_type"] = self._vocabulary.service_type(written) if written else None

    @staticmethod
    def _place(row: RowReader) -> str:
        """The address with its city, which a feed of one city leaves out."""
        address, city = row.line("location", most=150), row.line("city", most=48)
        if address and city.partition(",")[0].casefold() in address.casefold():
            return address
        return ", ".join(part for part in (address, city) if part)

    def _dates(self, row: RowReader, said: Values) -> None:
        """Days of the source are days in Chicago: from their start, to 11:59 pm of the last."""
        for field, at in (("opens_at", MIDNIGHT), ("closes_at", LAST_MINUTE)):
            if row.provides(field):
                day = row.day(field)
                said[field] = moment(day, at) if day else None
        opens, closes = said.get("opens_at"), said.get("closes_at")
        if opens and closes and closes <= opens:
            row.fail(
                "closes_at", "dates_order", _("The last day is before the first. Check both."), row.cell("closes_at")
            )


def as_moment(text: Any) -> datetime | None:
    """The moment that `moment` wrote."""
    return datetime.fromisoformat(text) if text else None
