"""The form with which HR begins a title that is new: its code and field, and what it is called and pays at first."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.design.fields import DollarsField
from pathways.models import Family, Level, Title
from pathways.models.titles import CODE_PATTERN
from pathways.pay import PayUnit


class NewTitleForm(forms.Form):
    """The code tells the track and the level, so that they can't differ from it. The draft says all the rest."""

    mark_optional = False

    family = forms.ModelChoiceField(
        Family.objects.all(), label=gettext_lazy("Field of work"), empty_label=gettext_lazy("Choose a field"),
        error_messages={"required": gettext_lazy("Choose the field of work.")},
    )  # fmt: skip
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "Such as SWE-P3: letters of the field, a dash, P for practice or M for management, and the level "
            "from 1 to 7. A letter may follow. It never changes."
        ),
        max_length=9,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "usa-input--short"}),
        error_messages={"required": gettext_lazy("Write the code.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Says what the person does, in words that people search for."),
        max_length=80,
        error_messages={"required": gettext_lazy("Write the name.")},
    )
    pay_min_cents = DollarsField(label=gettext_lazy("Pay from"), help_text=gettext_lazy("In dollars."))
    pay_max_cents = DollarsField(label=gettext_lazy("Pay to"))
    pay_unit = forms.ChoiceField(label=gettext_lazy("Pay unit"), choices=PayUnit, initial=PayUnit.ANNUAL)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].upper()
        if not re.fullmatch(CODE_PATTERN, code):
            raise ValidationError(_("A code looks like SWE-P3: 2 to 4 letters, a dash, P or M, the level."))
        if Title.objects.filter(code=code).exists():
            raise ValidationError(_("Another title has this code. Choose another one."))
        return code

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = values.get("pay_min_cents"), values.get("pay_max_cents")
        if low and high and high < low:
            self.add_error("pay_max_cents", _("The top of the range is below its start. Are the two swapped?"))
        code = values.get("code")
        if code and values.get("family"):
            self._check_letters(code.split("-")[0], values["family"])
        level = Level.objects.filter(number=int(code.split("-")[1][1])).first() if code else None
        if code and level is None:
            self.add_error("code", _("There is no such level yet."))
        elif code:
            values["title"] = Title(family=values.get("family"), code=code, track=code.split("-")[1][0], level=level)
        return values

    def _check_letters(self, letters: str, family: Family) -> None:
        """All codes of a field begin with the same letters, and no other field's do: a code is never changed."""
        known = {title.code.split("-")[0]: title.family for title in Title.objects.select_related("family")}
        own = sorted(each for each, its_family in known.items() if its_family == family)
        if letters in known and letters not in own:
            words = {"letters": letters, "family": known[letters].name}
            self.add_error("code", _("%(letters)s stands for another field: %(family)s.") % words)
        elif own and letters not in own:
            words = {"family": family.name, "letters": ", ".join(own)}
            self.add_error("code", _("Codes of %(family)s begin with %(letters)s.") % words)

    def values(self) -> dict[str, Any]:
        """Column -> value of the first revision."""
        return {name: self.cleaned_data[name] for name in ("name", "pay_min_cents", "pay_max_cents", "pay_unit")}
