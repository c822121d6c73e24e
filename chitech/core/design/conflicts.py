"""Two people edited one thing: a field that is saved one way and typed another. Drawn by `design/_conflict.html`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """A field that is saved one way and typed another. `only_theirs`: the person at the form has not touched it."""

    name: str
    label: str
    saved: str
    typed: str
    only_theirs: bool
