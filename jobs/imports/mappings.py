"""The mappings that the project ships, each for one known feed (jobs/import_mappings/)."""

from functools import cache
from pathlib import Path

from chitech.core.imports.mapping import HeaderMapping, load_mapping
from jobs.imports.fields import FIELDS

_FOLDER = Path(__file__).resolve().parent.parent / "import_mappings"
# Those by which a file is recognized when no mapping is named. The others must be asked for.
_RECOGNIZED = ("nyc", "nyc-older", "nyc-short")


@cache
def shipped_mapping(name: str) -> HeaderMapping:
    """A shipped mapping by the name of its file, without the ending."""
    return load_mapping(_FOLDER / f"{name}.toml", FIELDS)


def known_mappings() -> tuple[HeaderMapping, ...]:
    """The mappings that a file with exactly their columns is read by when nobody names one."""
    return tuple(shipped_mapping(name) for name in _RECOGNIZED)
