"""What HR types about a reference role."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.asked import AskedSkill
from pathways.choices import Closeness
from pathways.models import ReferenceLink, Revision, Skill, SkillLevel, Title
from pathways.profiles.reading import titles_to_choose


def titles_to_write() -> Any:
    """Titles in use and those that are begun, for a form. `begun_as` is the name in the draft."""
    begun = Revision.objects.being_written().filter(title=OuterRef("pk")).values("name")[:1]
    known = Title.objects.with_revision().annotate(begun_as=Subquery(begun)).filter(retired_on=None)
    return known.filter(Q(name__isnull=False) | Q(begun_as__isnull=False)).by_ladder()


def label_of(title: Any) -> str:
    """A title as a choice of a form."""
    return f"{title.name or title.begun_as} ({title.code})"


class _TitleForm(forms.Form):
    title = forms.ModelChoiceField(
        Title.objects.none(),
        to_field_name="code",
        label=gettext_lazy("Title of the city"),
        empty_label=gettext_lazy("Choose a title"),
        error_messages={"required": gettext_lazy("Choose a title.")},
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        field: Any = self.fields["title"]
        field.queryset = titles_to_choose()
        field.label_from_instance = lambda each: f"{each.name} ({each.code})"


class LinkForm(_TitleForm):
    """Which title of the city is like this role."""

    closeness = forms.ChoiceField(label=gettext_lazy("How close are they?"), choices=Closeness)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)


class CopyForm(_TitleForm):
    """Which sentences and skills of a role go into the draft of a title.

    `links` are the skills that the role needs, `same` the city's skills of the same name by link, `menu` all skills.
    """

    mark_optional = False

    duties = forms.MultipleChoiceField(
        label=gettext_lazy("Sentences to add to the duties"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Any = None, *, statements: Sequence[str], links: Sequence[ReferenceLink], same: Any, menu: Any
    ) -> None:
        super().__init__(data)
        title: Any = self.fields["title"]
        title.queryset, title.label_from_instance = titles_to_write(), label_of
        self.links = links
        duties: Any = self.fields["duties"]
        duties.choices = [(str(number), each) for number, each in enumerate(statements)]
        self.statements = statements
        for link in links:
            field = forms.ChoiceField(
                label=_("“%(name)s” becomes") % {"name": link.target.title},
                required=False,
                choices=[("", _("nothing: leave it out")), *menu],
                initial=same[link.pk].slug if link.pk in same else "",
            )
            self.fields[f"skill-{link.pk}"] = field

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = self.cleaned_data
        chosen = {link: values.get(f"skill-{link.pk}") for link in self.links}
        skills = {skill.slug: skill for skill in Skill.objects.filter(slug__in=filter(None, chosen.values()))}
        asked: dict[int, AskedSkill] = {}
        for link, slug in chosen.items():
            if slug in skills:
                level = SkillLevel(link.level or SkillLevel.WORKING)
                asked.setdefault(skills[slug].pk, AskedSkill(skills[slug], level, is_essential=True))
        values["skills"] = list(asked.values())
        values["sentences"] = [self.statements[int(number)] for number in values.get("duties", [])]
        if not values["skills"] and not values["sentences"]:
            raise ValidationError(_("Choose at least one sentence or one skill."))
        return values
