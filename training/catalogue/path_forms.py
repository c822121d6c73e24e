"""Coordinators' forms of a learning path: what it says, and its courses in order."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.design.fields import LinesField
from pathways.models import Revision, Title
from training.catalogue.path_actions import Step
from training.choices import CourseState
from training.models import Course, LearningPath

MOST_STEPS, FEWEST_ROWS = 20, 6
# So many names are offered while one types; any other course is found by its name or address all the same.
MOST_NAMES = 500


class PathForm(forms.ModelForm):
    """What a path says. Each field has the name of its column."""

    summary = LinesField(
        label=gettext_lazy("Summary"),
        validators=[MaxLengthValidator(10_000)],
        help_text=gettext_lazy("Two sentences: for whom it is, and where it leads."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = LearningPath
        fields = ["name", "summary", "title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].choices = [("", gettext_lazy("No title")), *_titles()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


def _titles() -> list[tuple[int, str]]:
    """All titles in the order of their codes, with what they are called today. Two queries."""
    names = dict(Revision.objects.in_force_now().order_by().values_list("title", "name"))
    rows = Title.objects.order_by("code").values_list("pk", "code")
    return [(pk, f"{code} · {names[pk]}" if pk in names else code) for pk, code in rows]


class StepsForm(forms.Form):
    """The courses of a path as rows: a place in the order, a course, a word about it. An empty row is left out."""

    mark_optional = False

    def __init__(self, data: Any = None, *, steps: Sequence[Step] = ()) -> None:
        super().__init__(data)
        sent = sum(1 for key in (data or ()) if key.startswith("course-"))
        self.count = min(MOST_STEPS, max(len(steps) + 3, FEWEST_ROWS, sent))
        for n in range(self.count):
            row = steps[n] if n < len(steps) else None
            self.fields[f"place-{n}"] = forms.IntegerField(
                label=gettext_lazy("Place"), required=False, min_value=1, max_value=999, initial=n + 1,
                widget=forms.NumberInput(attrs={"class": "usa-input--short"}),
            )  # fmt: skip
            self.fields[f"course-{n}"] = forms.CharField(
                label=_("Course %(number)s") % {"number": n + 1},
                required=False,
                max_length=120,
                initial=row.course.name if row else "",
                widget=forms.TextInput(attrs={"list": "course-names", "autocomplete": "off"}),
            )
            self.fields[f"note-{n}"] = forms.CharField(
                label=gettext_lazy("Why it stands here"), required=False, max_length=200,
                initial=row.note if row else "",
            )  # fmt: skip
        self.known = {each.course.pk for each in steps}

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with a row at the row."""
        values, found = self.cleaned_data, dict[int, tuple[int, int, Step]]()
        by_words = self._courses([values.get(f"course-{n}", "") for n in range(self.count)])
        for n in range(self.count):
            typed = values.get(f"course-{n}", "")
            courses = by_words.get(typed.casefold(), [])
            if not typed:
                continue
            if len(courses) > 1:  # of two with one name, the one that is in the path already is meant
                courses = [each for each in courses if each.pk in self.known] or courses
            if not courses:
                sentence = _("There is no course called “%(name)s”. Write its name, or its address in the catalogue.")
                self.add_error(f"course-{n}", sentence % {"name": typed})
            elif len(courses) > 1:
                sentence = _("More than one course is called that. Write its address instead: %(addresses)s")
                self.add_error(f"course-{n}", sentence % {"addresses": ", ".join(c.slug for c in courses)})
            elif courses[0].pk in found:
                self.add_error(f"course-{n}", _("“%(name)s” is in the path twice. Clear one.") % {"name": typed})
            else:
                step = Step(courses[0], values.get(f"note-{n}", ""))
                found[courses[0].pk] = (values.get(f"place-{n}") or 1_000, n, step)
        values["steps"] = [step for _place, _n, step in sorted(found.values(), key=lambda each: each[:2])]
        return values

    def _courses(self, typed: Sequence[str]) -> dict[str, list[Course]]:
        """Courses by name and by address, in small letters. One query. A retired one stays where it is already."""
        asked = Q(pk__in=[])
        for words in filter(None, typed):
            asked |= Q(name__iexact=words) | Q(slug=words.lower())
        found: dict[str, list[Course]] = {}
        for each in Course.objects.filter(asked).order_by("pk"):
            if each.state != CourseState.RETIRED or each.pk in self.known:
                for key in {each.name.casefold(), each.slug}:
                    found.setdefault(key, []).append(each)
        return found

    @property
    def steps(self) -> list[Step]:
        return list(self.cleaned_data["steps"])

    def rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        for n in range(self.count):
            yield self[f"place-{n}"], self[f"course-{n}"], self[f"note-{n}"]


def names_to_offer() -> list[str]:
    """Names of published courses for the list under each box. One query."""
    rows = Course.objects.filter(state=CourseState.PUBLISHED).order_by("name")
    return list(rows.values_list("name", flat=True)[:MOST_NAMES])
