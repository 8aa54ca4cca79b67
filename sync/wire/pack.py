"""A pack: records of one kind as one compressed file, named by its hash.

Inside the zstd frame are lines of JSON. The first is the header ``{"pack": 1, "kind": …, "records": …}``. Every
further line is a block of up to 1,000 records held by column, ``{"keys": […], "columns": [[…], …]}``: a record's
value or null where it has none. Columns compress better than rows and a line is parsed in well under a frame
(sync.md). A reader passes over header fields and record fields it does not know.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import zstandard

from kiosk.domain.errors import TrustError
from kiosk.domain.records import Record, decode, encode

FORMAT = 1
BLOCK = 1_000
LEVEL = 9
"""zstd level: 9 costs a twentieth of 19 and a sixth more bytes (sync.md)."""
WINDOW_MAX = 8 * 1024 * 1024
LINE_MAX = 64 * 1024 * 1024
RAW_MAX = 2 * 1024 * 1024 * 1024
BLOCK_MAX = 5_000


def write_pack(kind: str, records: list[Record]) -> bytes:
    """Return the records as a pack; the same records in the same order give the same bytes."""
    raw = io.BytesIO()
    raw.write(encode({"pack": FORMAT, "kind": kind, "records": len(records)}) + b"\n")
    for start in range(0, len(records), BLOCK):
        block = records[start : start + BLOCK]
        keys = sorted({key for record in block for key in record})
        columns = [[record.get(key) for record in block] for key in keys]
        raw.write(encode({"keys": keys, "columns": columns}) + b"\n")
    parameters = zstandard.ZstdCompressionParameters.from_level(LEVEL, window_log=23, write_content_size=True)
    return zstandard.ZstdCompressor(compression_params=parameters).compress(raw.getvalue())


def read_pack(data: bytes, kind: str) -> Iterator[Record]:
    """Yield the records of a pack, parsing one block at a time.

    Raises TrustError if it is not a pack of this kind, is damaged, or exceeds the caps on window, line and size.
    """
    lines = _lines(data)
    header = decode(next(lines, b""))
    if header.get("pack") != FORMAT:
        raise TrustError(f"a pack of format {header.get('pack')!r}; this program reads {FORMAT}")
    if header.get("kind") != kind:
        raise TrustError(f"a pack of {header.get('kind')!r} where {kind!r} was promised")
    count = 0
    for line in lines:
        for record in _block(decode(line)):
            count += 1
            yield record
    if count != header.get("records"):
        raise TrustError(f"a pack promises {header.get('records')!r} records and holds {count}")


def _lines(data: bytes) -> Iterator[bytes]:
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=WINDOW_MAX).stream_reader(data)
        with io.BufferedReader(reader, 1 << 16) as stream:
            total = 0
            while line := stream.readline(LINE_MAX + 1):
                total += len(line)
                if len(line) > LINE_MAX or total > RAW_MAX:
                    raise TrustError("a pack is larger than allowed")
                yield line
    except zstandard.ZstdError as problem:
        raise TrustError(f"a pack cannot be unpacked: {problem}") from problem


def _block(block: Record) -> Iterable[Record]:
    keys, columns = block.get("keys"), block.get("columns")
    if not isinstance(keys, list) or not isinstance(columns, list) or len(keys) != len(columns) or not keys:
        raise TrustError("a pack holds a block without columns")
    if not all(isinstance(column, list) and len(column) == len(columns[0]) <= BLOCK_MAX for column in columns):
        raise TrustError("a pack holds a block with uneven columns")
    for values in zip(*columns, strict=True):
        yield {key: value for key, value in zip(keys, values, strict=True) if value is not None}
