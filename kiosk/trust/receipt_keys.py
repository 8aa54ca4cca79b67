"""The key a receipt's state is published under: whoever holds the receipt can find it, nobody else can list them.

The number (7e8) and the three pictures (1,728) together are 1e12 possibilities, and trying one costs some 50 ms:
finding any one of ten thousand receipts by trying takes two months of a processor, and then leads to no more than the
word 已送到. At the screen five wrong tries pause ten minutes.
"""

from __future__ import annotations

import hashlib

_SALT = b"kiosk receipt state 1\n"
_COST, _BLOCK, _LANES, _BYTES = 2**14, 8, 1, 16
"""scrypt's parameters for interactive use (RFC 7914): 16 MiB."""


def receipt_key(number: str, pictures: tuple[str, ...]) -> str:
    """Return the key of a receipt, 32 signs of hex, from its number (``7K3M-92``) and its pictures in order."""
    words = f"{number}\n{' '.join(pictures)}".encode()
    return hashlib.scrypt(words, salt=_SALT, n=_COST, r=_BLOCK, p=_LANES, dklen=_BYTES).hex()
