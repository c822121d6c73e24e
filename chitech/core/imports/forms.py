"""What people type on the import screens, as clean values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.imports import readers, work
from chitech.core.imports.actions import LONGEST_SOURCE
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.mapping import Field, HeaderMapping
from chitech.core.imports.models import Import
from chitech.core.imports.registry import ImportKind

_LONGEST_FILL = 20_000


class UploadForm(forms.Form):
    """A file and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A CSV file or an Excel workbook (.xlsx) with a row of column names, 20 MB at most."),
        error_messages={
            "required": gettext_lazy("Choose the file to import."),
            "missing": gettext_lazy("Choose the file to import."),
            "empty": gettext_lazy("The file is empty. Export it again and check that it has rows."),
        },
        allow_empty_file=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        help_text=gettext_lazy(
            "Where the file comes from, such as “taleo”. Give each file of the same place the same name: by it we know "
            "what has changed since the last one. If you leave it empty, the file’s own name is used."
        ),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Letters"),
        required=False,
        choices=[
            ("", gettext_lazy("UTF-8, as most programs write today")),
            ("cp1252", gettext_lazy("Western European (Windows), as Excel’s plain “CSV” has it")),
            ("utf-16", gettext_lazy("Unicode (UTF-16), as Excel’s “Unicode text” has it")),
        ],
        help_text=gettext_lazy("For CSV files. Change it only if we ask you to."),
    )

    mark_optional = False

    def __init__(self, *args: Any, sources: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx"
        self.fields["source"].widget.attrs.update({"list": "known-sources", "autocomplete": "off"})
        self.known_sources = sorted(set(sources))

    def clean_source(self) -> str:
        """A short name. A known source is found whatever its capitals and spaces."""
        typed = " ".join(str(self.cleaned_data["source"]).split())
        if not typed:
            return ""
        known = {name.casefold(): name for name in self.known_sources}
        if typed.casefold() in known:
            return known[typed.casefold()]
        source = slugify(typed)
        if not source:
            raise forms.ValidationError(_("Name the source in letters or digits, such as “taleo”."))
        if len(source) > LONGEST_SOURCE:
            raise forms.ValidationError(_("Keep the name of the source under 60 characters."))
        return source

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        file = values.get("file")
        if file is not None:
            try:
                readers.check_size(file.size, work.LIMITS)
            except ImportRefused as refused:
                self.add_error("file", refused.message)
        return values


class SheetForm(forms.Form):
    """Which sheet of a workbook."""

    sheet = forms.ChoiceField(
        label=gettext_lazy("Which sheet has the table?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a sheet."),
            "invalid_choice": gettext_lazy("Choose one of the sheets."),
        },
    )

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Column:
    """One column of the file as the page shows it: its name, its first values, what it may mean."""

    header: str
    samples: Sequence[str]
    meaning: BoundField
    second: BoundField

    @property
    def has_second(self) -> bool:
        return bool(self.second.value() or self.second.errors)


class MatchForm(forms.Form):
    """Which column means what, and what the file lacks. Begins with a mapping and gives a mapping."""

    mark_optional = False

    def __init__(self, data: Any = None, *, run: Import, kind: ImportKind, base: HeaderMapping) -> None:
        super().__init__(data)
        self._run, self._kind, self._base = run, kind, base
        self._headers = [(index, header) for index, header in enumerate(run.headers) if header]
        self._labels = {one.name: _capital(one.label) for one in kind.fields}
        choices = [("", _("Do not use it")), *self._labels.items()]
        meanings: dict[str, list[str]] = {}
        for name, columns in base.columns.items():
            for column in columns:
                meanings.setdefault(column, []).append(name)
        for index, header in self._headers:
            said = [*meanings.get(header, []), "", ""]
            label = _("What “%(column)s” means") % {"column": header}
            self.fields[f"column-{index}"] = _choice(label, choices, said[0])
            label = _("What “%(column)s” means besides") % {"column": header}
            self.fields[f"second-{index}"] = _choice(label, [("", _("Nothing else")), *choices[1:]], said[1])
        by_name = {one.name: one for one in kind.fields}
        for name in kind.fills:
            self.fields[f"fill-{name}"] = _fill(by_name[name], base.defaults.get(name, ""))

    @property
    def columns(self) -> list[Column]:
        return [
            Column(header, self._run.samples[index] if index < len(self._run.samples) else [],
                   self[f"column-{index}"], self[f"second-{index}"])
            for index, header in self._headers
        ]  # fmt: skip

    @property
    def fills(self) -> list[BoundField]:
        return [self[f"fill-{name}"] for name in self._kind.fills]

    @property
    def has_fills(self) -> bool:
        return any(box.value() or box.errors for box in self.fills)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.mapping = replace(
            self._base,
            columns=self._columns(values),
            defaults=self._defaults(values),
            ignore=tuple(h for i, h in self._headers if not values.get(f"column-{i}")),
        )
        for group in self._kind.needs:
            if not any(self.mapping.provides(name) for name in group):
                wanted = _(" or ").join(self._labels[name] for name in group)
                self.add_error(None, _("No column means “%(wanted)s” yet. Choose which one does.") % {"wanted": wanted})
        return values

    def _columns(self, values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        """Field -> its columns, in the order of the file; in the order of the base where those are the same ones."""
        joins = {one.name for one in self._kind.fields if one.is_text}
        found: dict[str, list[str]] = {}
        for index, header in self._headers:
            for place in (f"column-{index}", f"second-{index}"):
                name = values.get(place)
                if not name or header in found.get(name, []):
                    continue
                known = header in self._base.columns.get(name, ())
                if found.get(name) and name not in joins and not known:
                    self.add_error(
                        place,
                        _("“%(field)s” is already what “%(column)s” means. Choose one of the two.")
                        % {"field": self._labels[name], "column": found[name][0]},
                    )
                found.setdefault(name, []).append(header)
        return {
            name: self._base.columns[name] if set(self._base.columns.get(name, ())) == set(columns) else tuple(columns)
            for name, columns in found.items()
        }

    def _defaults(self, values: Mapping[str, Any]) -> dict[str, str]:
        kept = {name: text for name, text in self._base.defaults.items() if name not in self._kind.fills}
        typed = {name: str(values.get(f"fill-{name}") or "").strip() for name in self._kind.fills}
        return {**kept, **{name: text for name, text in typed.items() if text}}


def _capital(label: Any) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


class _MeaningSelect(forms.Select):
    """A select without a template for each option: a file may have hundreds of columns with dozens of meanings each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if key == chosen else "", label) for key, label in self.choices),
        )
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(given), options)


def _choice(label: str, choices: list[tuple[str, Any]], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial, widget=_MeaningSelect)


def _fill(one: Field, initial: str) -> forms.Field:
    label = _capital(one.label)
    if one.choices:
        choices = [("", _("As the file says")), *one.choices]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)
    widget = forms.Textarea(attrs={"rows": 3}) if one.is_text else forms.TextInput()
    return forms.CharField(
        label=label, required=False, initial=initial, widget=widget, max_length=_LONGEST_FILL, help_text=one.help
    )
