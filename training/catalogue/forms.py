"""Coordinators' forms: a course with its skills, a session with its meetings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import User
from chitech.core.design.fields import LinesField
from chitech.core.design.forms import DateInput
from pathways.models import Skill, SkillLevel
from training.actions.running import Dates
from training.catalogue.actions import Teaches
from training.catalogue.days import why_not_on
from training.choices import Audience
from training.invitations import city_zone
from training.models import Course, Enrollment, Session

MOST_SKILLS, MOST_MEETINGS = 10, 24
_LONGEST = MaxLengthValidator(10_000)


class CostField(forms.DecimalField):
    """Dollars, clean as whole cents; nothing typed is 0."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "usa-input--short"})

    def __init__(self, *, max_value: int = 1_000_000, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=max_value, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).removeprefix("$").replace(",", "") if value else value)

    def clean(self, value: Any) -> Any:
        dollars = super().clean(value)
        return int(dollars * 100) if dollars else 0

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:.2f}".removesuffix(".00") if isinstance(value, int) else value


class MomentInput(forms.DateTimeInput):
    """The browser's own box for a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """The browser's own box for a time."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class CourseForm(forms.ModelForm):
    """A course as coordinators write it. Each field has the name of its column."""

    summary = LinesField(
        label=gettext_lazy("Summary"),
        validators=[_LONGEST],
        help_text=gettext_lazy("Two sentences: what it is, and for whom."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    outcomes = LinesField(
        label=gettext_lazy("What people will be able to do"),
        required=False,
        validators=[_LONGEST],
        help_text=gettext_lazy("Needed to publish. One thing a line, beginning with what one does."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    prerequisites = LinesField(
        label=gettext_lazy("What one should know or have before"), required=False, validators=[_LONGEST],
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    accessibility = LinesField(
        label=gettext_lazy("Accessibility"), required=False, validators=[_LONGEST],
        help_text=gettext_lazy("Captions, interpreters, step-free rooms, large print."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    assessment = LinesField(
        label=gettext_lazy("What is asked for at the end"), required=False, validators=[_LONGEST],
        help_text=gettext_lazy("And what is needed to pass. Leave it empty if taking part is enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    cost_cents = CostField(
        label=gettext_lazy("Cost to the city for one seat"),
        required=False,
        help_text=gettext_lazy("In dollars. It costs nothing to who comes."),
    )

    class Meta:
        model = Course
        fields = [
            "name", "family", "summary", "outcomes", "hours", "format", "language", "provider", "prerequisites",
            "accessibility", "cost_cents", "break_even_size", "interest_threshold", "needs_approval", "approval_days",
            "assessment",
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class SkillsForm(forms.Form):
    """The skills that a course teaches, as ten rows: a name, from, to. A row without a name is left out."""

    mark_optional = False

    def __init__(self, data: Any = None, *, known: Mapping[str, Skill], taught: Sequence[Teaches] = ()) -> None:
        super().__init__(data)
        self.known = known
        levels = [(level.value, f"{level.value} · {level.label}") for level in SkillLevel]
        for n in range(MOST_SKILLS):
            row = taught[n] if n < len(taught) else None
            self.fields[f"skill-{n}"] = forms.CharField(
                label=_("Skill %(number)s") % {"number": n + 1},
                required=False,
                initial=row.skill.name if row else "",
                widget=forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"}),
            )
            self.fields[f"from-{n}"] = forms.TypedChoiceField(
                label=gettext_lazy("From"),
                required=False,
                coerce=int,
                empty_value=None,
                initial=row.from_level if row else 0,
                choices=[(0, gettext_lazy("Nothing needed")), *levels[:3]],
            )
            self.fields[f"to-{n}"] = forms.TypedChoiceField(
                label=gettext_lazy("To"),
                required=False,
                coerce=int,
                empty_value=None,
                initial=row.to_level if row else "",
                choices=[("", gettext_lazy("Choose")), *levels],
            )

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with a row at the row."""
        values, taught = self.cleaned_data, dict[int, Teaches]()
        for n in range(MOST_SKILLS):
            name, low, high = values.get(f"skill-{n}", ""), values.get(f"from-{n}") or 0, values.get(f"to-{n}")
            skill = self.known.get(name.casefold())
            if not name:
                continue
            if skill is None:
                sentence = _("There is no skill called “%(name)s”. Choose one from the list.")
                self.add_error(f"skill-{n}", sentence % {"name": name})
            elif skill.pk in taught:
                self.add_error(f"skill-{n}", _("“%(name)s” is on the list twice. Clear one.") % {"name": skill.name})
            elif high is None:
                self.add_error(f"to-{n}", _("Choose the level that people leave with."))
            elif low >= high:
                self.add_error(f"to-{n}", _("A course leads to a higher level than one brings."))
            else:
                taught[skill.pk] = Teaches(skill, low, high)
        values["taught"] = list(taught.values())
        return values

    @property
    def taught(self) -> list[Teaches]:
        return list(self.cleaned_data["taught"])

    def rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        for n in range(MOST_SKILLS):
            yield self[f"skill-{n}"], self[f"from-{n}"], self[f"to-{n}"]


class SessionForm(forms.ModelForm):
    """A session, without its meetings."""

    teachers = forms.CharField(
        label=gettext_lazy("Who teaches"),
        required=False,
        help_text=gettext_lazy(
            "Names, with a comma between them; the email address of an account lets that person run the check-in. They "
            "take no seat."
        ),
    )

    class Meta:
        model = Session
        fields = [
            "audience", "department", "program", "room", "link", "note", "seats", "waitlist_length", "offer_hours",
            "opens_at", "closes_at",
        ]  # fmt: skip
        widgets = {"opens_at": MomentInput, "closes_at": MomentInput, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            rows = self.instance.instructors.select_related("user").order_by("pk")
            self.fields["teachers"].initial = ", ".join(each.user.email if each.user else each.name for each in rows)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("audience") == Audience.DEPARTMENT and not values.get("department"):
            self.add_error("department", _("Say for which department the session is."))
        if values.get("audience") == Audience.PROGRAM and not values.get("program"):
            self.add_error("program", _("Say for which program the session is."))
        return values

    def clean_teachers(self) -> str:
        """An address is that of an account, and never of somebody who has a place: who teaches takes no seat."""
        written = [name.strip() for name in str(self.cleaned_data["teachers"]).split(",")]
        addresses = {name.lower() for name in written if "@" in name}
        known = {each.email.lower(): each for each in User.objects.filter(email__in=addresses, is_active=True)}
        for address in sorted(addresses - known.keys()):
            self.add_error("teachers", _("No account has the address %(address)s.") % {"address": address})
        places = Enrollment.objects.active().filter(session=self.instance.pk, user__in=known.values())
        for place in places.select_related("user").order_by("pk"):
            said = _("%(address)s is in this session: cancel their place first. Who teaches takes no seat.")
            self.add_error("teachers", said % {"address": place.user.email})
        return str(self.cleaned_data.get("teachers", ""))

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def teacher_names(self) -> list[str]:
        names = str(self.cleaned_data.get("teachers", "")).split(",")
        return [name.strip()[:150] for name in names if name.strip()]


class MeetingsForm(forms.Form):
    """When a session meets, by the city's clock: rows of a day, from, to. A row without a day is left out."""

    mark_optional = False

    def __init__(self, data: Any = None, *, meetings: Sequence[Any] = ()) -> None:
        super().__init__(data)
        self.known = list(meetings)
        sent = sum(1 for key in (data or ()) if key.startswith("day-"))
        self.count = min(MOST_MEETINGS, max(len(self.known) + 2, 4, sent))
        for n in range(self.count):
            row = self.known[n] if n < len(self.known) else None
            starts, ends = (
                (timezone.localtime(each, city_zone()) for each in (row.starts, row.ends)) if row else (None, None)
            )
            label = _("Meeting %(number)s") % {"number": n + 1}
            self.fields[f"day-{n}"] = forms.DateField(
                label=label, required=False, initial=starts.date() if starts else None, widget=DateInput
            )
            for name, words, moment in (("from", gettext_lazy("From"), starts), ("to", gettext_lazy("To"), ends)):
                self.fields[f"{name}-{n}"] = forms.TimeField(
                    label=words, required=False, initial=moment.time() if moment else None, widget=TimeInput
                )
            self.fields[f"topic-{n}"] = forms.CharField(
                label=gettext_lazy("Topic"), required=False, max_length=160, initial=row.topic if row else ""
            )

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with a row at the row."""
        values, dates = self.cleaned_data, list[Dates]()
        for n in range(self.count):
            day, starts, ends = (values.get(f"{name}-{n}") for name in ("day", "from", "to"))
            if day is None:
                continue
            if starts is None or ends is None or ends <= starts:
                self.add_error(f"to-{n}", _("Say from when to when it meets. It ends after it starts."))
                continue
            row = self.known[n] if n < len(self.known) else None
            # What is over stays as it was; all else is yet to come. Nobody could undo a move into the past.
            was = timezone.localtime(row.starts, city_zone()).date() if row else None
            if day != was and (why := why_not_on(day)):
                self.add_error(f"day-{n}", why)
                continue
            dates.append(
                Dates(
                    starts=_moment(day, starts),
                    ends=_moment(day, ends),
                    pk=row.pk if row else None,
                    topic=values.get(f"topic-{n}", ""),
                    room=row.room if row else "",
                )
            )
        if not dates and not self.errors:
            self.add_error("day-0", _("Say at least once when it meets."))
        if any(a.ends > b.starts for a, b in zip(*(sorted(dates, key=_starts)[i:] for i in (0, 1)), strict=False)):
            self.add_error("day-0", _("Two meetings of this session overlap."))
        values["dates"] = dates
        return values

    @property
    def dates(self) -> list[Dates]:
        return list(self.cleaned_data["dates"])

    def rows(self) -> Iterator[tuple[BoundField, ...]]:
        for n in range(self.count):
            yield tuple(self[f"{name}-{n}"] for name in ("day", "from", "to", "topic"))


def _starts(each: Dates) -> datetime:
    return each.starts


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, city_zone())


class CopyForm(forms.Form):
    """When the copy of a session begins."""

    first_day = forms.DateField(label=gettext_lazy("First day of the copy"), widget=DateInput)

    def clean_first_day(self) -> date:
        """Nobody could enroll in a session of the past."""
        day: date = self.cleaned_data["first_day"]
        if why := why_not_on(day):
            raise forms.ValidationError(why)
        return day


class CancelForm(forms.Form):
    """Why a session is cancelled. Everyone in it reads this."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        max_length=300,
        help_text=gettext_lazy("Everyone who has a seat, waits or asked for one reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
