"""What a resident knows a receipt by, the same at the station and the centre: a short number, and three pictures."""

from __future__ import annotations

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty signs nobody confuses: no 0/O, 1/I/L, U."""
NUMBER_SIGNS = 6
"""Signs of a receipt number, without the hyphen."""

PICTURE_NAMES = {
    "fish": "鱼", "umbrella": "伞", "tree": "树", "boat": "船", "sun": "太阳", "house": "房子",
    "cup": "杯子", "key": "钥匙", "ball": "球", "flower": "花", "bird": "鸟", "lamp": "灯",
}  # fmt: skip
"""What the pictures of a receipt show, as stations and phones say it."""
PICTURES = tuple(PICTURE_NAMES)
"""The pictures in their order; three of them are 1,728."""


def receipt_number(envelope_id: str) -> str:
    """Return the receipt number of an envelope, e.g. ``7K3M-92``.

    ``envelope_id`` is the envelope's SHA-256 in hex. Six signs are 7.3e8 numbers: at a centre with 10,000
    registrations a chance of 7 % that any two share one, so staff search by number and see at most a few.
    """
    number = int(envelope_id[:16], 16)
    signs = []
    for _ in range(NUMBER_SIGNS):
        number, at = divmod(number, len(SIGNS))
        signs.append(SIGNS[at])
    return _grouped("".join(signs))


def number_in(text: str) -> str:
    """Return the receipt number in a text, however it is written (``7k3m92``), or empty text if it is none."""
    signs = text.upper().replace("-", "")
    return _grouped(signs) if len(signs) == NUMBER_SIGNS and set(signs) <= set(SIGNS) else ""


def receipt_pictures(envelope_id: str) -> tuple[str, str, str]:
    """Return the three of `PICTURES`, in order, by which an envelope's receipt is known to people who read little."""
    first, number = divmod(int(envelope_id[16:32], 16), len(PICTURES))
    second, other = divmod(first, len(PICTURES))
    return PICTURES[number], PICTURES[other], PICTURES[second % len(PICTURES)]


def _grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:]}"
