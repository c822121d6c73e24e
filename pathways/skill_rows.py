"""Skills that something asks for, as rows of a form: a name, a level, essential or not. Works without a script."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.asked import AskedSkill
from pathways.models import Skill, SkillLevel

MOST_ROWS = 40
_ROWS_IN_SIGHT = 4
_ROWS = 12
_NAME = re.compile(r"skills-([0-9]{1,2})-name")


def known_skills() -> dict[str, Skill]:
    """All skills by name, whatever the case of its letters, in the order of their names."""
    return {skill.name.casefold(): skill for skill in Skill.objects.order_by("name")}


class SkillRowsForm(forms.Form):
    """Up to forty rows. A row without a name is left out, so clearing a name takes its skill away.

    `known` are the skills there are (`known_skills()`), `asked` those that are asked for now.
    """

    mark_optional = False

    def __init__(self, data: Any = None, *, known: Mapping[str, Skill], asked: Sequence[AskedSkill] = ()) -> None:
        super().__init__(data)
        self.known = known
        self.count = _rows_needed(data, asked)
        for number in range(self.count):
            row = asked[number] if number < len(asked) else None
            self.fields[f"skills-{number}-name"] = forms.CharField(
                label=_("Skill %(number)s") % {"number": number + 1},
                required=False,
                initial=row.skill.name if row else "",
                widget=forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"}),
            )
            self.fields[f"skills-{number}-level"] = forms.TypedChoiceField(
                label=gettext_lazy("Level"),
                required=False,
                coerce=int,
                empty_value=None,
                initial=row.level if row else "",
                choices=[("", _("Choose")), *((level.value, f"{level.value} · {level.label}") for level in SkillLevel)],
            )
            self.fields[f"skills-{number}-essential"] = forms.BooleanField(
                label=gettext_lazy("Essential"), required=False, initial=row.is_essential if row else True
            )

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with a row at the row. Ends with `asked` in the cleaned data."""
        values = self.cleaned_data
        asked: dict[int, AskedSkill] = {}
        for number in range(self.count):
            name = values.get(f"skills-{number}-name", "")
            level = values.get(f"skills-{number}-level")
            skill = self.known.get(name.casefold())
            if not name and level:
                self.add_error(f"skills-{number}-name", _("Which skill has this level? Name it, or clear the level."))
            elif name and skill is None:
                sentence = _("There is no skill called “%(name)s”. Choose one from the list.")
                self.add_error(f"skills-{number}-name", sentence % {"name": name})
            elif skill and skill.pk in asked:
                sentence = _("“%(name)s” is on the list twice. Clear one of the two.")
                self.add_error(f"skills-{number}-name", sentence % {"name": skill.name})
            elif skill and f"skills-{number}-level" not in self.errors:
                if level is None:
                    sentence = _("Choose how well a person must know “%(name)s”.")
                    self.add_error(f"skills-{number}-level", sentence % {"name": skill.name})
                    level = SkillLevel.AWARENESS
                asked[skill.pk] = AskedSkill(skill, level, values[f"skills-{number}-essential"])
        values["asked"] = list(asked.values())
        return values

    @property
    def asked(self) -> list[AskedSkill]:
        """What a valid form asks for."""
        return list(self.cleaned_data["asked"])

    def rows_in_sight(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        return list(self._rows())[: self._split]

    def more_rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """Empty rows for more skills, folded away until they are wanted."""
        return list(self._rows())[self._split :]

    @property
    def _split(self) -> int:
        """The rows in sight: all that hold something or are at fault, and two empty ones."""
        used = [
            number
            for number, row in enumerate(self._rows(), start=1)
            if row[0].value() or row[1].value() or row[0].errors or row[1].errors
        ]
        return max(_ROWS_IN_SIGHT, max(used, default=0) + 2)

    def _rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        for number in range(self.count):
            yield (self[f"skills-{number}-name"], self[f"skills-{number}-level"], self[f"skills-{number}-essential"])


def _rows_needed(data: Any, asked: Sequence[AskedSkill]) -> int:
    """Enough for what is there and for some more; a sent form has the rows that were sent."""
    sent = [int(match[1]) + 1 for key in (data or ()) if (match := _NAME.fullmatch(key))]
    return min(MOST_ROWS, max(_ROWS, len(asked) + 4, *sent, 0))


def as_data(asked: Sequence[AskedSkill]) -> dict[str, str]:
    """Rows as a browser would send them."""
    data: dict[str, str] = {}
    for number, row in enumerate(asked):
        data |= {f"skills-{number}-name": row.skill.name, f"skills-{number}-level": str(row.level)}
        if row.is_essential:
            data[f"skills-{number}-essential"] = "on"
    return data
