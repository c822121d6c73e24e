"""The demo's catalogue, in words of our own."""

import tomllib
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """One of the files beside this one."""
    return tomllib.loads((_HERE / name).read_text())
