"""Packs as bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import TrustError
from kiosk.domain.records import Record, decode, encode
from sync.wire import pack
from sync.wire.pack import BLOCK, write_pack


def read_pack(data: bytes, kind: str, records: int = 1) -> Iterator[Record]:
    return map(decode, pack.read_pack(io.BytesIO(data), kind, records))


values = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
records = st.lists(st.dictionaries(st.text(min_size=1, max_size=8), values, min_size=1, max_size=5), max_size=20)


@given(records)
def test_what_is_packed_comes_out_again(rows: list[dict[str, Any]]) -> None:
    assert list(read_pack(write_pack("posting", rows), "posting", len(rows))) == rows


def test_more_than_a_block_comes_out_in_order() -> None:
    rows = [{"id": str(number)} for number in range(2 * BLOCK + 1)]
    assert list(read_pack(write_pack("posting", rows), "posting", len(rows))) == rows


def test_the_same_records_give_the_same_name() -> None:
    assert write_pack("posting", [{"b": 1, "a": 2}]) == write_pack("posting", [{"a": 2, "b": 1}])


def lines(*parts: object) -> bytes:
    return zstandard.compress(b"".join(encode(part) + b"\n" for part in parts))  # type: ignore[arg-type]


HEADER = {"pack": 1, "kind": "posting", "records": 1}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not zstd",
        zstandard.compress(b""),
        zstandard.compress(b"[" * 100_000),
        lines({"pack": 2, "kind": "posting", "records": 0}),
        lines({"pack": 1, "kind": "policy", "records": 0}),
        lines(HEADER),
        lines(HEADER, {"keys": ["id"], "columns": [["a", "b"]]}),
        lines(HEADER, {"keys": ["id", "x"], "columns": [["a"], []]}),
        lines(HEADER, {"keys": [], "columns": []}),
        lines(HEADER, {"columns": 7}),
        write_pack("posting", [{"id": "a"}])[:-3],
        zstandard.compress(bytes(100 * 1024 * 1024)),
        zstandard.ZstdCompressor(
            compression_params=zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
        ).compress(bytes(64 * 1024 * 1024)),
    ],
)
def test_what_is_no_pack_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(TrustError):
        list(read_pack(data, "posting"))


def test_a_newer_header_field_is_no_trouble() -> None:
    data = lines({**HEADER, "later": True}, {"keys": ["id"], "columns": [["a"]], "more": 1})
    assert list(read_pack(data, "posting")) == [{"id": "a"}]
