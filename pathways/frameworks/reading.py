"""A row of a framework's file into plain values, and the quirks of real files: each is mended, and counted."""

import re
from collections import Counter

from django.utils.text import slugify
from django.utils.translation import gettext as _

from chitech.core.imports.plan import Values, fingerprint
from chitech.core.imports.readers.table import text_of
from chitech.core.imports.rows import RowReader
from pathways.choices import ItemKind
from pathways.frameworks.fields import Layout

# What editors of these files write where they have nothing to say. In capitals: a skill may well be called "Missing".
MARKERS = {"MISSING": "missing", "NOT IN USE": "not_in_use"}
_WIDE_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NO_SHAPE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b-\u200f\u2060\ufeff]")
_LEVELS = {"awareness": 1, "working": 2, "practitioner": 3, "expert": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_TYPES = {
    "work_role": ItemKind.ROLE, "role": ItemKind.ROLE, "category": ItemKind.CATEGORY, "skill": ItemKind.SKILL,
    "knowledge": ItemKind.KNOWLEDGE, "task": ItemKind.TASK, "competency_area": ItemKind.AREA,
    "opm_code": ItemKind.OCCUPATION, "sort": ItemKind.SORT,
}  # fmt: skip
# Where no column tells the kind, the identifier does.
_BY_CODE = (
    (re.compile(r"^K\d{4}[A-Z]?$"), ItemKind.KNOWLEDGE),
    (re.compile(r"^S\d{4}[A-Z]?$"), ItemKind.SKILL),
    (re.compile(r"^T\d{4}[A-Z]?$"), ItemKind.TASK),
    (re.compile(r"^[A-Z]{2}-WRL-\d{3}$"), ItemKind.ROLE),
    (re.compile(r"^NF-COM-\d{3}$"), ItemKind.AREA),
)
# The sheet of work roles has a line for each category: its name, its identifier, what it is.
_CATEGORY_LINE = re.compile(r"^(?P<name>.+?)\s*\((?P<code>[A-Z]{2})\)\s*[–—-]\s*(?P<text>.+)$", re.DOTALL)


class FrameworkReader:
    """Reads the rows of one file. `told` counts what was mended: cells, by the kind of quirk."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.told: Counter[str] = Counter()
        self.not_used: set[str] = set()

    def read(self, row: RowReader) -> tuple[str, str, Values]:
        """The two codes that tell the record, the second one empty for items, and what the row says."""
        match self.layout:
            case Layout.NEEDS:
                return self._need(row)
            case Layout.SKILLS:
                return self._skill(row)
            case Layout.LINKS:
                return self._link(row)
            case _:
                return self._item(row)

    def text(self, row: RowReader, name: str, *, most: int = 20_000) -> str:
        """A cell as clean text: its lines kept, strange and doubled spaces gone, a marker for nothing taken as that."""
        raw = text_of(row.cell(name))
        marker = MARKERS.get(raw.strip())
        if marker:
            self.told[marker] += 1
            return ""
        wide = _WIDE_SPACE.search(raw) is not None or _NO_SHAPE.search(raw) is not None
        plain = _NO_SHAPE.sub("", _WIDE_SPACE.sub(" ", raw.replace("\r\n", "\n").replace("\r", "\n")))
        clean = "\n".join(" ".join(line.split()) for line in plain.split("\n")).strip()
        self.told["odd_spaces"] += wide
        self.told["stray_spaces"] += not wide and clean != raw
        self.told["multi_line"] += "\n" in clean
        if len(clean) > most:
            message = _("This is longer than %(most)d characters. Shorten it.")
            row.fail(name, "too_long", message % {"most": most}, clean[:200])
        return clean

    def line(self, row: RowReader, name: str, *, most: int = 200) -> str:
        return self.text(row, name, most=most).replace("\n", " ")

    def _named(self, row: RowReader, name: str, *, most: int = 200) -> str:
        said = self.line(row, name, most=most)
        if not said:
            row.fail(name, "missing", _("This is empty, so nobody knows what the row is about."))
        return said

    def _need(self, row: RowReader) -> tuple[str, str, Values]:
        values: Values = {
            "category": self.line(row, "category"),
            "role": self._named(row, "role"),
            "role_text": self.text(row, "role_text"),
            "role_level": self.line(row, "role_level"),
            "role_level_text": self.text(row, "role_level_text"),
            "role_type": self.line(row, "role_type"),
            "skill": self._named(row, "skill"),
            "skill_text": self.text(row, "skill_text"),
            "level": self._level(row),
            "level_text": self.text(row, "level_text"),
        }
        return role_code(values["role"], values["role_level"]), slugify(values["skill"])[:160], values

    def _level(self, row: RowReader) -> int | None:
        word = self.line(row, "level").casefold()
        if word and word not in _LEVELS:
            row.fail("level", "unknown_value", _("Known levels are awareness, working, practitioner and expert."), word)
        return _LEVELS.get(word)

    def _skill(self, row: RowReader) -> tuple[str, str, Values]:
        values: Values = {"skill": self._named(row, "skill"), "skill_text": self.text(row, "skill_text")}
        values |= {f"level_{number}": self.text(row, f"level_{number}") for number in range(1, 5)}
        values["used_by"] = self.text(row, "used_by")
        return slugify(values["skill"])[:160], "", values

    def _item(self, row: RowReader) -> tuple[str, str, Values]:
        code, title = self.line(row, "code", most=60), self.line(row, "title", most=2_000)
        category = _CATEGORY_LINE.match(title) if not code else None
        if category:
            values = {"kind": ItemKind.CATEGORY.value, "name": category["name"], "text": category["text"]}
            return category["code"], "", values
        if not code:
            row.fail("code", "missing", _("Without an identifier nobody can tell this from the next edition’s."), title)
        word = self.line(row, "element_type").casefold()
        kind = _TYPES.get(word) or next((kind for look, kind in _BY_CODE if look.match(code)), None)
        if kind is None and code:
            row.fail("element_type", "unknown_value", _("Nobody knows what kind of element this is."), word or code)
        return code, "", {"kind": kind.value if kind else "", "name": title[:300], "text": self.text(row, "text")}

    def _link(self, row: RowReader) -> tuple[str, str, Values]:
        start, end = (self._named(row, name, most=60) for name in ("from_code", "to_code"))
        return start, end, {"from_code": start, "to_code": end}


def role_code(role: str, level: str) -> str:
    """`data-analyst.senior-data-analyst`: what tells a role at a level from others, in this edition and in the next."""
    return ".".join(filter(None, (slugify(role)[:80], slugify(level)[:79])))


def key_of(edition: str, layout: Layout, first: str, second: str) -> str:
    """What the machine remembers a record by: short, and another one in each edition."""
    readable = f"{first[:22]}>{second[:16]}" if second else first[:39]
    return f"{readable}:{fingerprint([edition, layout, first, second])}"
