"""Names in capitals, as old systems keep them, into names as people write them."""

import re
from collections.abc import Mapping

# Abbreviations of public administration. A mapping adds those of its source under [words].
WORDS: dict[str, str] = {
    "ADM": "Administrative",
    "ADMIN": "Administration",
    "ASSOC": "Associate",
    "ASST": "Assistant",
    "BD": "Board",
    "CERT": "Certified",
    "COMM": "Commission",
    "DEPT": "Department",
    "DEV": "Development",
    "DIV": "Division",
    "DVLPMNT": "Development",
    "INFO": "Information",
    "MGMT": "Management",
    "MGR": "Manager",
    "OFF": "Office",
    "SERV": "Services",
    "SRVS": "Services",
    "SVCS": "Services",
    "SYS": "System",
    "TECH": "Tech",
    "&": "and",
}
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)  # fmt: skip
_ACRONYMS = frozenset((
    "AI", "AL", "API", "CEO", "CFO", "CIO", "CISO", "CTO", "DBA", "DNA", "EEO", "EMS", "EMT", "ERP", "FBI", "GIS", "HA",
    "HIV", "HR", "HRA", "HVAC", "ICU", "ID", "II", "III", "IT", "IV", "LAN", "NYC", "NYS", "OMB", "PC", "QA", "RN",
    "SQL", "TV", "UI", "US", "USA", "UX", "VI", "VII", "VIII", "WAN",
))  # fmt: skip
_WORD = re.compile(r"[A-Z0-9&#'’]+\.?")


def is_all_capitals(name: str) -> bool:
    """Whether a name shouts. A short one (`DBA`) is an abbreviation and does not."""
    letters = [letter for letter in name if letter.isalpha()]
    return len(letters) > 4 and all(letter.isupper() for letter in letters)


def nice_case(name: str, words: Mapping[str, str] | None = None) -> str:
    """A name in capitals with only the capitals that people would write; any other name as it is.

    `DEPT OF PARKS & RECREATION` becomes `Department of Parks and Recreation`. `words` are further abbreviations, in
    capitals, with what they stand for.
    """
    name = " ".join(name.split())
    if not name.isupper() or not is_all_capitals(name):
        return name
    known = {**WORDS, **(words or {})}

    def one(found: re.Match[str]) -> str:
        word = found[0]
        bare = word.rstrip(".")
        if bare in known:
            return known[bare]
        if bare in _ACRONYMS or not re.search(r"[AEIOUY]", bare) or re.search(r"\d", bare):
            return word
        before = name[found.start() - 1] if found.start() else ""
        after = name[found.end()] if found.end() < len(name) else ""
        if before == "(" and after == ")" and len(bare) <= 4:
            return word
        # `of` is small inside a name, but not at its start and not after a slash, a dash or a colon.
        if bare.lower() in _SMALL and before == " " and not re.search(r"[:–-] $", name[: found.start()]):
            return word.lower()
        return word[0] + word[1:].lower()

    cased = _WORD.sub(one, name)
    return cased[0].upper() + cased[1:]
