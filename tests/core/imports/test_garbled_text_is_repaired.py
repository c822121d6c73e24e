"""Text that was decoded wrongly is mended; text that is well is left alone; each mended cell is counted."""

import ftfy
import pytest

from chitech.core.imports.readers import Limits, read_table
from chitech.core.imports.repair import mended, repair_table


@pytest.mark.parametrize(
    "good",
    [
        "city’s plan – a “good” one",
        "• item",
        "naïve café",
        "½ day, § 65",
        "¡Bienvenidos a Chicago!",
        "Zażółć gęślą jaźń",
    ],
)
def test_text_decoded_as_cp1252_comes_back(good: str) -> None:
    garbled = (
        good.encode().decode("cp1252", errors="ignore")
        if "”" not in good
        else good.encode().decode("sloppy-windows-1252")
    )
    assert mended(good) == good
    if garbled.encode("cp1252", errors="replace").decode(errors="replace") == good:
        assert mended(garbled) == good


def test_the_short_way_is_the_long_way() -> None:
    """Most cells are mended without asking ftfy. What comes out is what it would have said."""
    for good in ("a’b", "“x” – y", "Ã la carte", "â", "déjà vu – ‘no’", "•\tx", "100 ½", "ÃƒÂ©", "voilÃ  – la"):
        for garbled in (good, good.encode().decode("sloppy-windows-1252"), good.encode().decode("latin-1")):
            assert mended(garbled) == ftfy.fix_encoding(garbled)


def test_each_mended_cell_is_counted_once_however_often_it_is_asked() -> None:
    data = "Job ID,Text,More\n1,cityâ€™s,fine\n2,cityâ€™s,â€¢ item\n3,café,plain\n".encode()
    table = read_table(data, name="a.csv", limits=Limits())
    assert repair_table(table) == 3
    assert repair_table(table) == 3
    assert [row.cells[1] for row in table.rows] == ["city’s", "city’s", "café"]
