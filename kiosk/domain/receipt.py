"""What a resident knows a receipt by, the same at the station and the centre: a short number, and three pictures."""

from __future__ import annotations

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty signs nobody confuses: no 0/O, 1/I/L, U."""
NUMBER_SIGNS = 6
"""Signs of a receipt number, without the hyphen."""

PICTURES = ("fish", "umbrella", "tree", "boat", "sun", "house", "cup", "key", "ball", "flower", "bird", "lamp")
"""What the pictures of a receipt show; three in order are 1,728."""


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
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


def receipt_pictures(envelope_id: str) -> tuple[str, str, str]:
    """Return the three of `PICTURES`, in order, by which an envelope's receipt is known to people who read little."""
    first, number = divmod(int(envelope_id[16:32], 16), len(PICTURES))
    second, other = divmod(first, len(PICTURES))
    return PICTURES[number], PICTURES[other], PICTURES[second % len(PICTURES)]
