"""Where the match of columns begins: as it was for the last file of the source, else guessed from the headers."""

from dataclasses import dataclass, replace

from chitech.core.imports.mapping import HeaderMapping, from_document, guess_mapping
from chitech.core.imports.models import Import, SavedMapping
from chitech.core.imports.readers.headers import plain
from chitech.core.imports.registry import ImportKind


@dataclass(frozen=True)
class Beginning:
    """A mapping to begin with, and what a person should know of it.

    `missing` are columns that the last file had and this one has not; `fresh` those that it has not had.
    """

    mapping: HeaderMapping
    options: dict[str, str]
    remembered: SavedMapping | None = None
    is_chosen: bool = False
    missing: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()


def begin(run: Import, kind: ImportKind) -> Beginning:
    """The mapping that was chosen for this import, or is remembered for its source, or is guessed."""
    if run.mapping:
        return Beginning(run.header_mapping, run.options, is_chosen=True)
    guessed = _spelled(guess_mapping(run.headers, kind.fields, kind.known_mappings()), run)
    saved = SavedMapping.objects.select_related("saved_by").filter(kind=run.kind, source=run.source).first()
    if saved is None:
        return Beginning(guessed, {})
    return _adapted(run, saved, guessed)


def _spelled(mapping: HeaderMapping, run: Import) -> HeaderMapping:
    """The same mapping with the columns written as in this file."""
    here = {plain(header): header for header in run.headers if header}
    columns = {name: tuple(here[plain(header)] for header in some) for name, some in mapping.columns.items()}
    return replace(mapping, columns=columns, encoding="", sheet="")


def _adapted(run: Import, saved: SavedMapping, guessed: HeaderMapping) -> Beginning:
    """A remembered mapping for this file's columns: without those that are gone, with guesses for new ones."""
    mapping = from_document(saved.mapping)
    here = {plain(header): header for header in run.headers if header}
    columns: dict[str, tuple[str, ...]] = {}
    missing: list[str] = []
    for name, headers in mapping.columns.items():
        found = tuple(here[plain(header)] for header in headers if plain(header) in here)
        missing += [header for header in headers if plain(header) not in here]
        if found:
            columns[name] = found
    known = {plain(h) for headers in mapping.columns.values() for h in headers} | {plain(h) for h in mapping.ignore}
    fresh = tuple(header for header in run.headers if header and plain(header) not in known)
    for name, headers in guessed.columns.items():
        if name not in columns and all(header in fresh for header in headers):
            columns[name] = headers
    adapted = replace(mapping, columns=columns, encoding="", sheet="")
    return Beginning(adapted, saved.options, saved, missing=tuple(dict.fromkeys(missing)), fresh=fresh)
