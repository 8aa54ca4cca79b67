"""The pinyin engine as a program of its own: letters come in by lines, candidates go out by lines.

Started by `kiosk.ui.pinyin`; it imports nothing of ours. It learns nothing: `im_choose`, which writes the engine's user
dictionary, is never called, and that dictionary is a piece of memory that ends with the program.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
from pathlib import Path

DICTIONARIES = ("/usr/lib/*/googlepinyin/data", "/usr/lib/googlepinyin/data", "/usr/local/lib/googlepinyin/data")
MOST_LETTERS, MOST_SIGNS = 39, 20
_SIGNS = 64
_U16 = ctypes.POINTER(ctypes.c_uint16)


class Engine:
    """The decoder of libgooglepinyin; it has one state for the whole process."""

    def __init__(self, library: str) -> None:
        """Open it. Raises OSError if the library or its dictionary is missing."""
        self._lib = ctypes.CDLL(library)
        self._lib.im_open_decoder.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        self._lib.im_open_decoder.restype = ctypes.c_bool
        self._lib.im_set_max_lens.argtypes = [ctypes.c_size_t, ctypes.c_size_t]
        self._lib.im_search.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        self._lib.im_search.restype = ctypes.c_size_t
        self._lib.im_get_candidate.argtypes = [ctypes.c_size_t, _U16, ctypes.c_size_t]
        self._lib.im_get_candidate.restype = _U16
        self._lib.im_get_spl_start_pos.argtypes = [ctypes.POINTER(_U16)]
        self._lib.im_get_spl_start_pos.restype = ctypes.c_size_t
        own = os.memfd_create("pinyin")  # the engine insists on a file for words it has learnt
        if not any(
            self._lib.im_open_decoder(str(path).encode(), f"/proc/self/fd/{own}".encode()) for path in _dictionaries()
        ):
            raise FileNotFoundError("no pinyin dictionary")
        self._lib.im_set_max_lens(MOST_LETTERS, MOST_SIGNS)
        self._signs = (ctypes.c_uint16 * _SIGNS)()

    def read(self, letters: str, most: int) -> tuple[list[int], list[str]]:
        """Return where each syllable begins and the last ends, and at most so many candidates."""
        self._lib.im_reset_search()
        typed = letters.encode("ascii")
        there = self._lib.im_search(typed, len(typed))
        places = _U16()
        count = self._lib.im_get_spl_start_pos(ctypes.byref(places))
        begins = [places[at] for at in range(count + 1)] if count else [0]
        found = [self._candidate(at) for at in range(min(there, most))]
        return begins, [one for one in found if 0 < len(one) < len(begins)]

    def _candidate(self, place: int) -> str:
        if not self._lib.im_get_candidate(place, self._signs, _SIGNS):
            return ""
        return bytes(self._signs).decode("utf-16", "replace").partition("\0")[0]


def _dictionaries() -> list[Path]:
    return [path for pattern in DICTIONARIES for path in Path("/").glob(f"{pattern.removeprefix('/')}/dict_pinyin.dat")]


def main(library: str) -> int:
    """Answer lines such as ``40 baojie`` until there are no more; return 3 if there is no engine."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the letters of a fall are on no disk either
    try:
        engine = Engine(library)
    except OSError:
        return 3
    for line in sys.stdin:
        most, letters = line.split()
        sys.stdout.write(json.dumps(engine.read(letters, int(most))) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
