"""Names of people, as payrolls keep them, into names as people write them."""

import re

_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV", "V", "MD", "PHD", "ESQ"})
_ROMAN = frozenset({"II", "III", "IV"})
_WORD = re.compile(r"[^\W\d_]+")


def person_name(written: str) -> str:
    """`DOE, JANE A` becomes `Jane A Doe`; a name that does not shout keeps its capitals.

    One comma means that the last name stands first, unless only a `Jr` or the like follows it.
    """
    name = " ".join(written.split())
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts) and not _is_suffix(parts[1]):
        name = f"{parts[1]} {parts[0]}"
    elif len(parts) == 3 and all(parts) and any(map(_is_suffix, parts[1:])):
        first, suffix = sorted(parts[1:], key=_is_suffix)
        name = f"{first} {parts[0]} {suffix}"
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        name = _WORD.sub(_cased, name)
    return name


def _is_suffix(part: str) -> bool:
    return part.replace(".", "").upper() in _SUFFIXES


def _cased(found: re.Match[str]) -> str:
    word = found[0]
    if word in _ROMAN:
        return word
    before = found.string[found.start() - 1 : found.start()]
    if before in ("'", "’") and len(word) == 1:
        return word.lower()  # a possessive, not a name
    if word.startswith("MC") and len(word) > 3:
        return "Mc" + word[2] + word[3:].lower()
    return word[0] + word[1:].lower()
