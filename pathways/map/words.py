"""How wide words are on the map, and where a name breaks into lines. The server has no fonts: it knows their widths."""

from collections.abc import Sequence
from functools import lru_cache

# Advance widths of Public Sans at weight 600, in thousandths of the type size: the mean of what 500 and 700 measure.
_ADVANCE = dict(
    zip(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        (
            232, 271, 460, 612, 673, 927, 757, 257, 322, 327, 445, 577, 264, 388, 254, 370, 633, 421, 621, 653,
            646, 663, 647, 617, 663, 647, 254, 265, 567, 577, 566, 530, 829, 721, 680, 708, 711, 630, 607, 750,
            769, 299, 397, 705, 578, 906, 772, 751, 647, 764, 689, 684, 608, 716, 693, 964, 707, 646, 658, 562,
            605, 546, 605, 574, 397, 627, 587, 260, 280, 574, 320, 885, 588, 572, 603, 603, 405, 520, 407, 590,
            515, 786, 580, 553, 491,
        ),
        strict=True,
    )
)  # fmt: skip
# Letters of other alphabets are taken for wide ones: too much room is better than too little.
_OTHER = 720


@lru_cache(maxsize=4096)
def width(text: str, size: float) -> float:
    """How wide a text is at a type size, in the units of the size."""
    return sum(_ADVANCE.get(letter, _OTHER) for letter in text) * size / 1000


@lru_cache(maxsize=1024)
def broken(text: str, size: float, room: float) -> tuple[str, ...]:
    """A name in as few lines as fit into `room`, and of these the evenest. Too long a word is cut with a hyphen."""
    words = [part for word in text.split() for part in _parts(word, size, room)]
    lines = _filled(words, size, room)
    # The least room that takes no line more makes the lines even.
    for less in range(1, int(room)):
        tighter = _filled(words, size, room - less)
        if len(tighter) > len(lines) or any(width(line, size) > room - less for line in tighter):
            break
        lines = tighter
    return tuple(lines)


def _filled(words: Sequence[str], size: float, room: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _parts(word: str, size: float, room: float) -> list[str]:
    if width(word, size) <= room:
        return [word]
    cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n] + "-", size) <= room)
    return [f"{word[:cut]}-", *_parts(word[cut:], size, room)]
