"""Put the demo's vocabulary (`pathways/seed/`) into the database. Adds what is missing, changes nothing else."""

from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from django.db import models, transaction
from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways import actions, hooks
from pathways import seed as texts
from pathways.models import (
    BargainingUnit,
    Benchmark,
    Family,
    Level,
    Move,
    ResidencyRule,
    Revision,
    RevisionSkill,
    SelectionMethod,
    ServiceType,
    Skill,
    Title,
    TitleAlias,
)
from pathways.seed import TitleText, extras

_CIVIL_SERVICE: dict[str, models.Manager[Any]] = {
    "bargaining_unit": BargainingUnit.objects,
    "service_type": ServiceType.objects,
    "selection_method": SelectionMethod.objects,
    "residency_rule": ResidencyRule.objects,
}


@transaction.atomic
def seed(*, today: date, owner: User | None = None) -> None:
    """Families, levels, skills, civil-service facts, titles with what they say and said, and the steps between them.

    Titles have been in force for two years; some were revised on the first day of `today`'s year. `owner` answers for
    what they ask for.
    """
    _families_levels_and_skills()
    _civil_service_facts()
    new = _titles()
    _revisions(new, today=today, owner=owner)
    _moves()
    _benchmarks(new, today=today)


def _add_missing[Row: models.Model](table: models.Manager[Row], key: str, rows: Iterable[Row]) -> None:
    """Insert the rows whose `key` column holds a value that the table does not have yet."""
    known: set[Hashable] = set(table.values_list(key, flat=True))
    table.bulk_create([row for row in rows if getattr(row, key) not in known])


def _families_levels_and_skills() -> None:
    columns = ("slug", "name", "letter", "color", "summary")
    families = texts.read("families.toml")["family"]
    _add_missing(
        Family.objects,
        "slug",
        [Family(**{c: family[c] for c in columns}, order=place) for place, family in enumerate(families, start=1)],
    )
    _add_missing(Level.objects, "number", [Level(**level) for level in texts.read("levels.toml")["level"]])
    groups = texts.read("skills.toml").items()
    _add_missing(
        Skill.objects,
        "slug",
        [Skill(slug=s, name=name, group=group) for group, skills in groups for s, name in skills.items()],
    )


def _civil_service_facts() -> None:
    facts = texts.read("civil_service.toml")
    for name, table in _CIVIL_SERVICE.items():
        rows = [table.model(**row, in_force_from=facts["in_force_from"]) for row in facts[name]]
        _add_missing(table, "code", rows)


def _titles() -> list[tuple[Title, TitleText]]:
    """Add the titles that are missing; one that is there keeps its own revisions and aliases. Returns the new ones."""
    known = set(Title.objects.values_list("code", flat=True))
    families = {family.slug: family for family in Family.objects.all()}
    new = [text for text in texts.titles().values() if text.code not in known]
    titles = Title.objects.bulk_create(
        [Title(code=t.code, family=families[t.family], track=t.track, level_id=t.level) for t in new]
    )
    pairs = list(zip(titles, new, strict=True))
    TitleAlias.objects.bulk_create(
        [TitleAlias(title=title, name=word, source=source) for title, text in pairs for source, word in text.aliases]
    )
    return pairs


def _revisions(new: list[tuple[Title, TitleText]], *, today: date, owner: User | None) -> None:
    """What each title says, and what some said before."""
    year = today.replace(month=1, day=1)
    long_ago = year.replace(year=year.year - 2)
    demands, skills = texts.read("demands.toml"), {skill.slug: skill for skill in Skill.objects.all()}
    earlier = {each["code"]: each for each in texts.read("revisions.toml")["earlier"]}
    rows: list[tuple[Revision, TitleText]] = []
    for title, text in new:
        since = year if text.code in earlier else long_ago
        now = Revision(title=title, in_force_from=since, **_content(text, demands, today=today, owner=owner))
        if text.code in earlier:
            before = _before(now, earlier[text.code], since=long_ago)
            now.number, now.change_note = 2, earlier[text.code]["note"]
            rows.append((before, text))
        rows.append((now, text))
    made = actions.taken_over(revision for revision, _text in rows)
    Revision.objects.bulk_create(made)
    RevisionSkill.objects.bulk_create(
        RevisionSkill(revision=revision, skill=skills[need.slug], level=need.level, is_essential=need.is_essential)
        for revision, text in rows
        # What a title asked for before was less said than today: its first skills.
        for need in (text.skills if revision.number == 2 or text.code not in earlier else text.skills[:-2])
    )


def _content(text: TitleText, demands: dict[str, Any], *, today: date, owner: User | None) -> dict[str, Any]:
    asks = bool(text.experience_months) or text.degree_rule in {"required", "required_by_law"}
    # Looked at again on days spread over the next year and a half; some are overdue, as in real life.
    days = crc32(text.code.encode()) % 600 - 40
    return {
        "name": text.name,
        "summary": text.summary,
        "duties": "\n".join(text.duties),
        "working_conditions": demands["conditions"][text.family],
        "pay_grade": text.grade,
        "pay_min_cents": text.pay_min_cents,
        "pay_max_cents": text.pay_max_cents,
        "pay_unit": text.pay_unit,
        "pay_steps": extras.pay_steps(text),
        "degree_rule": text.degree_rule,
        "degree_kind": text.degree_kind,
        "degree_reason": text.degree_reason,
        "degree_equivalent": text.degree_equivalent,
        "experience_months": text.experience_months,
        **extras.demand_columns(text, demands),
        "demands_owner": owner if asks else None,
        "demands_review_on": today + timedelta(days=days) if asks else None,
    }


def _before(now: Revision, text: dict[str, Any], *, since: date) -> Revision:
    """What a title said before: today's words but for what the file names."""
    content = {name: getattr(now, name) for name in actions.CONTENT}
    columns = ("name", "degree_kind", "degree_reason", "degree_equivalent", "experience_months")
    content |= {name: text[name] for name in columns if name in text} | {"degree_rule": text.get("degree", "none")}
    if content["degree_rule"] == "required":
        content |= {"degree_basis": "other"}
    if "less_pay" in text:
        content["pay_steps"] = [round(cents * text["less_pay"] / 1200) * 1200 for cents in now.pay_steps]
        content["pay_min_cents"], content["pay_max_cents"] = content["pay_steps"][0], content["pay_steps"][-1]
    if "without_last_duties" in text:
        content["duties"] = "\n".join(now.duty_list[: -text["without_last_duties"]])
    return Revision(title=now.title, number=1, in_force_from=since, **content)


def _moves() -> None:
    known = set(Move.objects.values_list("origin__code", "destination__code"))
    titles = Title.objects.in_bulk(field_name="code")
    Move.objects.bulk_create(
        Move(
            origin=titles[text.origin], destination=titles[text.destination], kind=text.kind, how=text.how,
            typical_months=text.typical_months, note=text.note,
        )
        for text in extras.moves()
        if (text.origin, text.destination) not in known
    )  # fmt: skip


def _benchmarks(new: list[tuple[Title, TitleText]], *, today: date) -> None:
    source, area, figures = extras.benchmarks()
    by_code = {text.code: (title, text) for title, text in new}
    Benchmark.objects.bulk_create(
        Benchmark(
            title=by_code[each.code][0], source=source, area=area, market_title=each.market_title,
            surveyed_on=today - timedelta(days=30 * each.months_ago),
            **_percentiles(by_code[each.code][1], each.shares),
        )
        for each in figures
        if each.code in by_code
    )  # fmt: skip


def _percentiles(text: TitleText, shares: tuple[float, float, float]) -> dict[str, int]:
    middle = (text.pay_min_cents + text.pay_max_cents) / 2
    names = ("p25_cents", "p50_cents", "p75_cents")
    return {name: round(middle * share / 1000_00) * 1000_00 for name, share in zip(names, shares, strict=True)}


def seed_drafts(*, today: date, writer: User, publisher: User) -> None:
    """What HR is at work on: a draft, one in review with a remark, one that holds later. Needs their roles."""
    may_all = may(writer, Permission.WRITE_TITLES) and may(publisher, Permission.APPROVE_TITLES)
    if not may_all or Revision.objects.being_written().exists():
        return
    # A demo of another day still decides now: what is approved holds from a day to come.
    start = max(today, timezone.localdate()) + timedelta(days=60)
    begun = {
        code: actions.start_draft(title=title, by=writer, values={"change_note": note, **more})
        for code, note, more in (
            ("SWE-P3W", "Plainer words for the summary.", {}),
            ("SUP-P2", "The desk now helps by chat, too.", {}),
            ("QA-P3", "Six months less are asked for.", {"experience_months": 18}),
        )
        if (title := Title.objects.filter(code=code).first())
    }
    if "SUP-P2" in begun:
        desk = begun["SUP-P2"]
        duties = desk.duties + "\nAnswer questions by chat, and say when a person will call back"
        begun["SUP-P2"] = actions.update_draft(revision=desk, by=writer, version=1, values={"duties": duties})
        actions.submit(revision=begun["SUP-P2"], by=writer)
        text = "Good. Could the third duty say which tools?"
        actions.comment(revision=begun["SUP-P2"], by=publisher, text=text, field="duties")
    if "QA-P3" in begun:
        submitted = actions.submit(revision=begun["QA-P3"], by=writer)
        kept = hooks.as_kept(hooks.revision_impact(submitted))
        actions.approve(revision=submitted, by=publisher, in_force_from=start, confirmed=kept)
