"""Which column means what: guessed from the headers, or written down in a mapping file for a source.

A mapping file is TOML (or the same in JSON). Every part is optional:

    extends = "other.toml"        # start from another mapping in the same folder
    source = "nyc-jobs"           # under which name its rows are remembered
    source_name = "..."           # how people know the source, and where it is published
    source_url = "..."
    sheet = "Sheet 1"             # of a workbook
    encoding = "cp1252"           # of a text file; UTF-8 if not given
    delimiter = ";"
    date_formats = ["%d.%m.%Y"]   # instead of ISO and American dates
    empty = ["N/A"]               # words that stand for an empty cell
    ignore = ["Row No"]           # columns that are known and not used
    [columns]                     # field = a column, or several whose text is joined
    [defaults]                    # field = value where the cell is empty or there is no column
    [values.FIELD]                # what a cell says = what it means here ("" for nothing); "*" is everything else
    [lists]                       # field = items that a run-together cell is split into
    [words]                       # abbreviations in names = what they stand for
    [options]                     # what only one importer understands
"""

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from dataclasses import fields as settings_of
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.readers.headers import looks_like_data, plain


@dataclass(frozen=True, slots=True)
class Field:
    """Something that an importer can read. `synonyms` are headers by which it is known, best first.

    `choices` are the values of a closed list with their names, for screens that ask for one of them. `is_text` tells
    that it is prose: several columns may be joined in it, and it is typed into a large box.
    """

    name: str
    label: Any  # a translatable string
    synonyms: tuple[str, ...] = ()
    help: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """What a mapping file says. `columns` has the name of a field and the headers that it is read from."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ()
    source: str = ""
    source_name: str = ""
    source_url: str = ""
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""

    def provides(self, name: str) -> bool:
        """Whether an import with this mapping says anything about a field."""
        return name in self.columns or name in self.defaults


def to_document(mapping: HeaderMapping) -> dict[str, Any]:
    """A mapping as it is kept in the database; `from_document` reads it back."""
    return json.loads(json.dumps(asdict(mapping)))  # type: ignore[no-any-return]


def from_document(document: dict[str, Any]) -> HeaderMapping:
    """A mapping that was kept by `to_document`. Settings that it does not have stay empty."""
    known = {one.name for one in settings_of(HeaderMapping)}
    values = {name: value for name, value in document.items() if name in known}
    for name in ("columns", "lists"):
        values[name] = {key: tuple(items) for key, items in values.get(name, {}).items()}
    for name in _LISTS:
        values[name] = tuple(values.get(name, ()))
    return HeaderMapping(**values)


# setting -> how it is read from the file
_TEXTS = ("source", "source_name", "source_url", "sheet", "encoding", "delimiter")
_LISTS = ("ignore", "empty", "date_formats")
_TABLES = ("columns", "defaults", "values", "lists", "words", "options")


def load_mapping(path: Path, fields: Iterable[Field]) -> HeaderMapping:
    """Read a mapping file. Raises ImportRefused, naming the setting, for anything in it that would have no effect."""
    names = {one.name for one in fields}
    mapping = HeaderMapping()
    for document, where in reversed(_with_parents(path)):
        mapping = _merged(mapping, document, where, names)
    return mapping


def guess_mapping(
    headers: Sequence[str], fields: Iterable[Field], known: Iterable[HeaderMapping] = ()
) -> HeaderMapping:
    """The mapping that fits these headers.

    A known mapping is taken if it accounts for exactly these columns; else each field looks for the best of its
    synonyms, and no column serves twice.
    """
    present = {plain(header): header for header in headers if header}
    for mapping in known:
        accounted = {plain(column) for columns in mapping.columns.values() for column in columns}
        if accounted | {plain(column) for column in mapping.ignore} == set(present):
            return mapping
    columns: dict[str, tuple[str, ...]] = {}
    for one in fields:
        for synonym in (one.name, *one.synonyms):
            header = present.pop(plain(synonym), None)
            if header is not None:
                columns[one.name] = (header,)
                break
    return HeaderMapping(columns=columns)


def resolve(
    mapping: HeaderMapping, headers: Sequence[str], fields: Iterable[Field], needs: Iterable[Sequence[str]]
) -> dict[str, tuple[int, ...]]:
    """Where each field's columns stand. `needs` are groups of fields, of each of which one must be given.

    Raises ImportRefused naming the columns that are missing and those that were found.
    """
    positions = {plain(header): index for index, header in enumerate(headers) if header}
    labels = {one.name: str(one.label) for one in fields}
    found = ", ".join(f"“{header}”" for header in headers if header) or _("none")
    missing = [
        column
        for columns in mapping.columns.values()
        for column in columns
        if plain(column) not in positions
    ]  # fmt: skip
    if missing:
        raise ImportRefused(
            "missing_column",
            _("The mapping names columns that the file does not have: %(missing)s. Columns found: %(found)s.")
            % {"missing": ", ".join(f"“{name}”" for name in dict.fromkeys(missing)), "found": found},
        )
    lacking = [group for group in needs if not any(mapping.provides(name) for name in group)]
    if lacking:
        if not mapping.columns and looks_like_data(headers):
            raise ImportRefused(
                "no_header",
                _("The first row holds values and not the names of columns: %(found)s. Put a row of names on top.")
                % {"found": found},
            )
        wanted = "; ".join(_(" or ").join(labels[name] for name in group) for group in lacking)
        raise ImportRefused(
            "missing_column",
            _("No column was recognized for: %(wanted)s. Columns found: %(found)s. Rename the column, or say in a "
              "mapping file which one it is.") % {"wanted": wanted, "found": found},
        )  # fmt: skip
    return {name: tuple(positions[plain(column)] for column in columns) for name, columns in mapping.columns.items()}


def _with_parents(path: Path) -> list[tuple[dict[str, Any], Path]]:
    """A mapping's document and those it extends, itself first."""
    chain: list[tuple[dict[str, Any], Path]] = []
    while True:
        if any(path == seen for _document, seen in chain):
            raise _bad(path, _("it extends itself"))
        document = _document(path)
        parent = document.pop("extends", "")
        chain.append((document, path))
        if not parent:
            return chain
        if not isinstance(parent, str) or Path(parent).name != parent:
            raise _bad(path, _("“extends” is the name of a file in the same folder"))
        path = path.parent / parent


def _document(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except FileNotFoundError as error:
        raise ImportRefused("no_mapping", _("There is no mapping file “%(path)s”.") % {"path": path}) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path, _("it cannot be read as UTF-8 text")) from error
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, str(error)) from error
    if not isinstance(document, dict):
        raise _bad(path, _("it is not a table of settings"))
    return document


def _merged(base: HeaderMapping, document: dict[str, Any], path: Path, names: set[str]) -> HeaderMapping:
    """A base with what a document adds. Its columns stand instead of the base's: they name another file's headers."""
    unknown = set(document) - {*_TEXTS, *_LISTS, *_TABLES}
    if unknown:
        raise _bad(path, _("there is no setting “%(name)s”") % {"name": sorted(unknown)[0]})
    changes: dict[str, Any] = {}
    for key in _TEXTS:
        if key in document:
            changes[key] = _text(path, key, document[key])
    for key in _LISTS:
        if key in document:
            changes[key] = _texts(path, key, document[key])
    for key in ("columns", "defaults", "values", "lists"):
        for name in _table(path, key, document.get(key, {})):
            if name not in names:
                raise _bad(
                    path,
                    _("under [%(key)s] there is no field “%(name)s”. The fields are: %(fields)s")
                    % {"key": key, "name": name, "fields": ", ".join(sorted(names))},
                )
    if "columns" in document:
        changes["columns"] = {
            name: _texts(path, name, value if isinstance(value, list) else [value])
            for name, value in document["columns"].items()
        }
        changes.setdefault("ignore", ())
    changes["defaults"] = base.defaults | _text_table(path, "defaults", document.get("defaults", {}))
    changes["words"] = base.words | _text_table(path, "words", document.get("words", {}))
    changes["lists"] = base.lists | {
        name: _texts(path, name, value) for name, value in document.get("lists", {}).items()
    }
    changes["values"] = base.values | {
        name: {
            _folded(raw): meaning
            for raw, meaning in (base.values.get(name, {}) | _text_table(path, f"values.{name}", table)).items()
        }
        for name, table in document.get("values", {}).items()
    }
    changes["options"] = base.options | _table(path, "options", document.get("options", {}))
    return replace(base, **changes)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _table(path: Path, key: str, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return dict(value)
    raise _bad(path, _("[%(key)s] is a table: name = value") % {"key": key})


def _text_table(path: Path, key: str, value: Any) -> dict[str, str]:
    return {str(name): _text(path, f"{key}.{name}", one) for name, one in _table(path, key, value).items()}


def _text(path: Path, key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise _bad(path, _("“%(key)s” is a text in quotes") % {"key": key})


def _texts(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_text(path, key, one) for one in value)
    raise _bad(path, _("“%(key)s” is a list of texts") % {"key": key})


def _bad(path: Path, why: str) -> ImportRefused:
    return ImportRefused(
        "bad_mapping",
        _("The mapping “%(path)s” cannot be used: %(why)s.") % {"path": path.name, "why": why.rstrip(".")},
    )
