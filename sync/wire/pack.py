"""A pack: records of one kind as one compressed file, named by its hash.

Inside the zstd frame are lines of JSON. The first is the header ``{"pack": 1, "kind": …, "records": …}``. Every
further line is a block of up to 1,000 records held by column, ``{"keys": […], "columns": [[…], …]}``: a record's
value or null where it has none. Columns compress better than rows and a line is parsed in well under a frame
(sync.md). A reader passes over header fields and record fields it does not know. In a delta, a record that is gone
is ``{"id": …, "deleted": true}``.

Everything has a cap that holds before anything is parsed: a pack is bytes from outside until it has been read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO

import msgspec
import zstandard

from kiosk.domain.errors import TrustError
from kiosk.domain.records import UNREADABLE, Record, encode
from kiosk.trust.manifest import RECORD_MAX

FORMAT = 1
BLOCK = 1_000
BLOCK_BYTES = 1024 * 1024
"""A block is closed early at this much JSON, so that records of any size keep lines short."""
LEVEL = 9
"""zstd level of snapshots: 9 costs a twentieth of 19 and a sixth more bytes (sync.md)."""
SMALL = 4 * 1024 * 1024
SMALL_LEVEL = 19
"""Deltas are small and fetched by every station: below so many bytes of JSON the best level costs nothing."""
WINDOW_MAX = 8 * 1024 * 1024
LINE_MAX = 3 * 512 * 1024
"""Bytes of one line: the worst JSON of this size takes 50 MB when parsed."""
COLUMNS_MAX = 256
"""Fields that the records of one block have between them."""
HEADER_MAX = 4 * 1024
DELETED = "deleted"


class _Header(msgspec.Struct):
    pack: int
    kind: str
    records: int


class _Block(msgspec.Struct):
    keys: list[str]
    columns: list[msgspec.Raw]  # cells are told apart only when keys and columns are known to be in order


_header = msgspec.json.Decoder(_Header)
_block = msgspec.json.Decoder(_Block)
_cells = msgspec.json.Decoder(list[msgspec.Raw])


def tombstone(identity: str) -> Record:
    """Return the record that says another one is gone."""
    return {"id": identity, DELETED: True}


def write_pack(kind: str, records: list[Record]) -> bytes:
    """Return the records as a pack; the same records in the same order give the same bytes.

    Raises ValueError if a record is larger than any reader takes.
    """
    raw = io.BytesIO()
    raw.write(encode({"pack": FORMAT, "kind": kind, "records": len(records)}) + b"\n")
    for block in _blocks(records):
        keys = sorted({key for record in block for key in record})
        if len(keys) > COLUMNS_MAX:
            raise ValueError(f"records from {block[0].get('id')} on have {len(keys)} different fields")
        columns = [[record.get(key) for record in block] for key in keys]
        line = encode({"keys": keys, "columns": columns}) + b"\n"
        if len(line) > LINE_MAX:
            raise ValueError(f"records from {block[0].get('id')} on do not fit into a block")
        raw.write(line)
    level = SMALL_LEVEL if raw.tell() <= SMALL else LEVEL
    parameters = zstandard.ZstdCompressionParameters.from_level(level, window_log=23, write_content_size=True)
    return zstandard.ZstdCompressor(compression_params=parameters).compress(raw.getvalue())


def read_pack(data: BinaryIO, kind: str, records: int) -> Iterator[bytes]:
    """Yield the records of a pack as canonical JSON, one block at a time.

    Values are passed on as they were written and not parsed, which halves the work of taking in; whether they are
    canonical shows when the digests are added up.

    Raises TrustError if it is not a pack of so many records of this kind, is damaged, or exceeds a cap.
    """
    lines = _lines(data)
    header = _parsed(_header, next(lines, b"")[:HEADER_MAX])
    if header.pack != FORMAT:
        raise TrustError(f"a pack of format {header.pack}; this program reads {FORMAT}")
    if header.kind != kind:
        raise TrustError(f"a pack of {header.kind!r} where {kind!r} was promised")
    if header.records != records:
        raise TrustError(f"a pack of {header.records} records where {records} were promised")
    left = records
    for line in lines:
        names, columns = _columns(_parsed(_block, line))
        left -= len(columns[0])
        if left < 0:
            raise TrustError(f"a pack promises {records} records and holds more")
        size = 0
        for values in zip(*columns, strict=True):
            said = zip(names, map(bytes, values), strict=True)
            record = b"{" + b",".join([name + value for name, value in said if value != b"null"]) + b"}"
            size += len(record)
            if size > LINE_MAX:  # names are said once a block: a long one is a bomb
                raise TrustError("a pack holds a block larger than allowed")
            yield record
    if left:
        raise TrustError(f"a pack promises {records} records and holds {records - left}")


def _name(key: str) -> bytes:
    """Return a key as it stands before its value."""
    return msgspec.json.encode(key) + b":"


def _blocks(records: list[Record]) -> Iterator[list[Record]]:
    block: list[Record] = []
    size = 0
    for record in records:
        length = len(encode(record))
        if length > RECORD_MAX:
            raise ValueError(f"record {record.get('id')} takes {length} bytes, more than {RECORD_MAX}")
        if len(block) == BLOCK or size + length > BLOCK_BYTES:
            yield block
            block, size = [], 0
        block.append(record)
        size += length
    if block:
        yield block


def _lines(data: BinaryIO) -> Iterator[bytes]:
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=WINDOW_MAX).stream_reader(data)
        with io.BufferedReader(reader, 1 << 16) as stream:
            while line := stream.readline(LINE_MAX + 1):
                if len(line) > LINE_MAX:
                    raise TrustError("a pack holds a block larger than allowed")
                yield line
    except zstandard.ZstdError as problem:
        raise TrustError(f"a pack cannot be unpacked: {problem}") from problem


def _parsed(decoder: msgspec.json.Decoder[Any], line: bytes | msgspec.Raw) -> Any:
    try:
        return decoder.decode(line)
    except UNREADABLE as problem:
        raise TrustError(f"a pack holds a line that is none of ours: {problem}") from problem


def _columns(block: _Block) -> tuple[list[bytes], list[list[msgspec.Raw]]]:
    """Return the names and the columns of a block; raise TrustError if it is no block of records."""
    in_order = all(one < next_ for one, next_ in pairwise(block.keys))
    if not 0 < len(block.columns) <= COLUMNS_MAX or len(block.keys) != len(block.columns) or not in_order:
        raise TrustError("a pack holds a block without columns in order")
    names = [_name(key) for key in block.keys]
    if sum(map(len, names)) > RECORD_MAX:
        raise TrustError("a pack holds a block with names longer than a record")
    columns: list[list[msgspec.Raw]] = []
    for column in block.columns:
        cells: list[msgspec.Raw] = _parsed(_cells, column)
        if not 0 < len(cells) <= BLOCK or (columns and len(cells) != len(columns[0])):
            raise TrustError("a pack holds a block with uneven columns")
        columns.append(cells)
    return names, columns
