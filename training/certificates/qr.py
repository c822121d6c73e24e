"""A square code that a phone reads, as a drawing."""

from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage


def qr_svg(words: str) -> str:
    """The code of an address as SVG, with the quiet margin that readers need left to the page."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, image_factory=SvgPathImage)
    code.add_data(words)
    out = BytesIO()
    code.make_image().save(out)
    return out.getvalue().decode()
