"""Packs whole and broken, and a delta laid upon a base."""

from __future__ import annotations

import json
from typing import Any

from tests.vectors import Files, packed, pretty, sha256
from tests.vectors.records import digest_of_set

Record = dict[str, Any]


def canonical(thing: Any) -> str:
    """Return canonical JSON. Enough for what is in these vectors: no number here is spelt differently by Python."""
    return json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def posting(identity: str, title: str, **more: Any) -> Record:
    """Return a posting with what every one must have."""
    return {
        "id": identity,
        "source": "vectors",
        "source_id": identity,
        "title": title,
        "employer": {"name": "珍珠园物业"},
        "updated": "2026-11-30T08:00:00Z",
        "valid_to": "2036-12-31",
    } | more


CLEANER = posting(
    "aaaaaaaaaaaa",
    "保洁员",
    kind="cleaning",
    pay={"unit": "month", "min": 3000.0, "max": 3500.0},
    place={"landmark": "东门", "point": {"lat": 31.7003, "lon": 118.5113, "datum": "gcj02"}},
)
COOK = posting("bbbbbbbbbbbb", "厨师", kind="cooking")
GUARD = posting("cccccccccccc", "保安", kind="security")
COOK_LATER = COOK | {"title": "厨师长", "updated": "2026-12-01T08:00:00Z"}
COURIER = posting("dddddddddddd", "配送员", kind="driving")
FROM_LATER = posting("eeeeeeeeeeee", "讲解员", kind="guiding", glasses=None, tools={"broom": True})
del FROM_LATER["glasses"]

FIRST = [CLEANER, COOK, GUARD]
SECOND = [CLEANER, COOK_LATER, COURIER, FROM_LATER]
CHANGES = [COOK_LATER, COURIER, FROM_LATER, {"id": GUARD["id"], "deleted": True}]


def header(records: int, kind: str = "posting", **more: Any) -> str:
    return canonical({"pack": 1, "kind": kind, "records": records} | more)


def block(records: list[Record]) -> str:
    """Return records by column; null where a record has no value."""
    keys = sorted({key for record in records for key in record}, key=str.encode)
    return canonical({"keys": keys, "columns": [[record.get(key) for record in records] for key in keys]})


def lines(*each: str) -> bytes:
    return "".join(line + "\n" for line in each).encode()


def set_of(records: list[Record]) -> dict[str, Any]:
    by_id = {record["id"]: canonical(record) for record in records}
    return {"count": len(by_id), "digest": digest_of_set(by_id)}


GOOD = {
    "first.pack": ("three records in one block", lines(header(3), block(FIRST)), FIRST),
    "second.pack": ("four records", lines(header(4), block(SECOND)), SECOND),
    "delta.pack": (
        "what leads from the first set to the second, with a tombstone",
        lines(header(4), block(CHANGES)),
        CHANGES,
    ),
    "blocks.pack": (
        "the same records as first.pack in two blocks",
        lines(header(3), block(FIRST[:1]), block(FIRST[1:])),
        FIRST,
    ),
    "empty.pack": ("no record, so no block", lines(header(0)), []),
    "newer.pack": (
        "members of header and block that a reader does not know are passed over",
        lines(header(1, since="2031"), canonical(json.loads(block([COOK])) | {"order": "employer"})),
        [COOK],
    ),
    "no-last-newline.pack": ("the last line may lack its end", lines(header(1), block([COOK]))[:-1], [COOK]),
}

_ONE = block([COOK])
BROKEN = {
    "format-2.pack": ("pack is not 1", lines(canonical({"pack": 2, "kind": "posting", "records": 1}), _ONE), 1),
    "other-kind.pack": ("its kind is not the one promised", lines(header(1, "notice"), _ONE), 1),
    "says-fewer.pack": ("its header does not say as many records as the manifest", lines(header(1), _ONE), 2),
    "holds-more.pack": ("it holds more records than it says", lines(header(1), block([COOK, GUARD])), 1),
    "holds-fewer.pack": ("it holds fewer records than it says", lines(header(2), _ONE), 2),
    "no-header.pack": ("the first line is no header", lines(_ONE), 1),
    "long-header.pack": ("a header longer than 4,096 bytes", lines(header(1, padding="x" * 4096), _ONE), 1),
    "uneven.pack": (
        "columns of different lengths",
        lines(header(2), '{"columns":[["x","y"],[1]],"keys":["id","n"]}'),
        2,
    ),
    "columns-missing.pack": ("fewer columns than keys", lines(header(1), '{"columns":[["x"]],"keys":["id","n"]}'), 1),
    "keys-unordered.pack": (
        "keys not in order",
        lines(header(1), '{"columns":[["t"],["x"]],"keys":["title","id"]}'),
        1,
    ),
    "keys-twice.pack": ("a key that comes twice", lines(header(1), '{"columns":[["x"],["y"]],"keys":["id","id"]}'), 1),
    "empty-block.pack": ("a block without records", lines(header(1), '{"columns":[[]],"keys":["id"]}', _ONE), 1),
    "large-block.pack": (
        "a block of more than 1,000 records",
        lines(header(1001), canonical({"keys": ["id"], "columns": [[f"{number:04}" for number in range(1001)]]})),
        1001,
    ),
    "long-line.pack": (
        "a line longer than 2 MiB",
        lines(header(1), canonical({"keys": ["id", "x"], "columns": [["x"], ["x" * 2_097_152]]})),
        1,
    ),
    "blank-line.pack": ("a line that is no block", lines(header(1), _ONE, ""), 1),
    "not-json.pack": ("a line that is not JSON", lines(header(1), _ONE[:-1]), 1),
}
BROKEN_INSIDE = {
    "no-id.pack": ("a record without an id", lines(header(1), block([{"title": "x"}])), 1),
    "id-number.pack": ("an id that is no text", lines(header(1), block([{"id": 7}])), 1),
    "id-empty.pack": ("an id of no characters", lines(header(1), block([{"id": ""}])), 1),
    "id-long.pack": ("an id of more than 100 characters", lines(header(1), block([{"id": "x" * 101}])), 1),
    "twice.pack": ("a snapshot in which an id comes twice", lines(header(2), block([COOK, COOK])), 2),
    "large-record.pack": (
        "a record longer than 65,536 bytes",
        lines(header(1), block([posting("ffffffffffff", "x", tasks="x" * 65_536)])),
        1,
    ),
}
"""Packs that unpack well and hold what no catalogue takes; as their only snapshot they are promised truly."""


def entry(path: str, data: bytes, records: int) -> dict[str, Any]:
    return {"file": path, "sha256": sha256(data), "size": len(data), "records": records}


def make() -> Files:
    """Return ``packs/``, ``packs.json`` and ``delta.json``."""
    files: Files = {}
    good, broken, inside = [], [], []
    for name, (why, text, records) in GOOD.items():
        files[f"packs/{name}"] = data = packed(f"packs/{name}", text)
        good.append(entry(name, data, len(records)) | {"why": why, "holds": [canonical(record) for record in records]})
    for name, (why, text, count) in BROKEN.items():
        files[f"packs/{name}"] = data = packed(f"packs/{name}", text)
        broken.append(entry(name, data, count) | {"refused": why})
    whole = files["packs/first.pack"]
    for name, why, data in (
        ("cut-short.pack", "the end is missing", whole[:-9]),
        ("not-zstd.pack", "no zstd frame", lines(header(1), _ONE)),
        ("no-bytes.pack", "nothing at all", b""),
    ):
        files[f"packs/{name}"] = data
        broken.append(entry(name, data, 3 if name.startswith("cut") else 1) | {"refused": why})
    name = "large-window.pack"
    files[f"packs/{name}"] = data = packed(f"packs/{name}", lines(header(1), _ONE), window_log=24)
    broken.append(entry(name, data, 1) | {"refused": "a window larger than 8 MiB"})
    for name, (why, text, count) in BROKEN_INSIDE.items():
        files[f"packs/{name}"] = data = packed(f"packs/{name}", text)
        inside.append(entry(name, data, count) | {"refused": why})
    files["packs.json"] = pretty({"kind": "posting", "good": good, "broken": broken, "broken_inside": inside})
    files["delta.json"] = pretty(_delta(files))
    return files


def _delta(files: Files) -> dict[str, Any]:
    """Return what a delta does, upon its base and upon what lies between."""
    delta = entry("delta.pack", files["packs/delta.pack"], len(CHANGES))
    between = [CLEANER, COOK_LATER, GUARD]
    wrong = [COOK, GUARD]
    return {
        "kind": "posting",
        "tombstone": {"json": '{"deleted":true,"id":"cccccccccccc"}', "names": GUARD["id"]},
        "delta": delta,
        "base": set_of(FIRST) | {"holds": [canonical(record) for record in FIRST]},
        "result": set_of(SECOND) | {"holds": [canonical(record) for record in SECOND]},
        "also_leads_there_from": [
            set_of(between) | {"why": "a set between the two", "holds": [canonical(record) for record in between]},
            set_of(SECOND) | {"why": "the result itself", "holds": [canonical(record) for record in SECOND]},
        ],
        "does_not_from": set_of(wrong)
        | {"why": "the first record is missing: refused whole", "holds": [canonical(record) for record in wrong]},
        "shown": [CLEANER["id"], COOK_LATER["id"], COURIER["id"]],
        "kept_and_not_shown": {"id": FROM_LATER["id"], "why": "its kind is a code that readers of 2026 do not know"},
    }
