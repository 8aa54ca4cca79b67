"""Canonical JSON, and the digests of records and of sets."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.vectors import Files, pretty, sha256

CANONICAL = (
    ("members go in the order of their names, and no space is left", '{ "b": 1,\n"a": 2 }', '{"a":2,"b":1}'),
    ("at every depth; lists keep their order", '{"z":{"y":[{"d":1,"c":2},0]}}', '{"z":{"y":[{"c":2,"d":1},0]}}'),
    ("a shorter name goes first, capitals before small letters", '{"aa":1,"a":2,"B":3}', '{"B":3,"a":2,"aa":1}'),
    (
        "names go by code point, which is the order of their UTF-8 bytes: U+FF5E before U+1F600, other than in UTF-16",
        '{"\\ud83d\\ude00":1,"\uff5e":2,"中":3}',
        '{"中":3,"\uff5e":2,"\U0001f600":1}',
    ),
    ("text is UTF-8 and not escaped", '{"a":"\\u4e2d\\u6587 \\u00e9"}', '{"a":"中文 é"}'),
    (
        "escaped are only the quotation mark, the backslash and what is below U+0020; these five have short forms",
        '{"a":"\\u0022 \\u005c \\/ \\u0008 \\u0009 \\u000a \\u000c \\u000d"}',
        '{"a":"\\" \\\\ / \\b \\t \\n \\f \\r"}',
    ),
    (
        "the others below U+0020 are \\u and four small hexadecimal digits; U+007F and U+2028 stand as they are",
        '{"a":"\\u0000\\u000B\\u001F\\u007f\\u2028"}',
        '{"a":"\\u0000\\u000b\\u001f\x7f\u2028"}',
    ),
    ("no letter is composed or decomposed", '{"a":"e\\u0301"}', '{"a":"e\u0301"}'),
    ("a number without point and exponent is an integer", '{"a":-0,"b":3000,"c":-7}', '{"a":0,"b":3000,"c":-7}'),
    ("integers keep every digit", '{"a":9007199254740993}', '{"a":9007199254740993}'),
    ("a number with point or exponent is a double, and shows it", '{"a":3000.0,"b":1e2}', '{"a":3000.0,"b":100.0}'),
    ("the fewest digits that give the same double", '{"a":0.10000000000000001,"b":31.70030}', '{"a":0.1,"b":31.7003}'),
    (
        "no exponent from 1e-5 to below 1e16",
        '{"a":1e-5,"b":1e15,"c":1234567890123456.7}',
        '{"a":0.00001,"b":1000000000000000.0,"c":1234567890123456.8}',
    ),
    ("else one without plus and zeros", '{"a":1E+16,"b":1.5e-07,"c":5e-324}', '{"a":1e16,"b":1.5e-7,"c":5e-324}'),
    ("minus nought keeps its sign", '{"a":-0.0}', '{"a":-0.0}'),
    ("empty things stay", '{"a":{},"b":[],"c":"","d":null,"":true}', '{"":true,"a":{},"b":[],"c":"","d":null}'),
    ("of two members with one name the last counts", '{"a":1,"a":2}', '{"a":2}'),
)
NOT_ONE_OBJECT = (
    ("a list", "[]"),
    ("a text", '"a"'),
    ("nothing", ""),
    ("two objects", "{}{}"),
    ("a byte order mark", "\ufeff{}"),
    ("a number JSON has no name for", '{"a":NaN}'),
    ("a number no double holds", '{"a":1e400}'),
    ("half of a surrogate pair", '{"a":"\\ud800"}'),
    ("a trailing comma", '{"a":1,}'),
    ("a control character in a text", '{"a":"\n"}'),
)

RECORDS: tuple[dict[str, Any], ...] = (
    {"id": "b", "title": "保洁员"},
    {"id": "a", "pay": {"unit": "month", "min": 3000.0, "max": 3500.0}},
    {"id": "\U0001f600", "n": 1},
    {"id": "\uff5e", "n": 2},
)
RECORDS_CANONICAL = (
    '{"id":"b","title":"保洁员"}',
    '{"id":"a","pay":{"max":3500.0,"min":3000.0,"unit":"month"}}',
    '{"id":"\U0001f600","n":1}',
    '{"id":"\uff5e","n":2}',
)


def digest_of_set(records: dict[str, str]) -> str:
    """Return the digest of a set of canonical records by id."""
    total = hashlib.sha256()
    for identity in sorted(records, key=str.encode):
        total.update(identity.encode() + b"\n" + hashlib.sha256(records[identity].encode()).digest())
    return total.hexdigest()


def make() -> Files:
    """Return ``canonical-json.json`` and ``digests.json``."""
    by_id = {str(record["id"]): text for record, text in zip(RECORDS, RECORDS_CANONICAL, strict=True)}
    sets = [[], ["a"], ["a", "b"], ["a", "b", "\uff5e", "\U0001f600"]]
    return {
        "canonical-json.json": pretty(
            {
                "pairs": [{"why": why, "json": text, "canonical": canonical} for why, text, canonical in CANONICAL],
                "not_one_object": [{"why": why, "json": text} for why, text in NOT_ONE_OBJECT],
            }
        ),
        "digests.json": pretty(
            {
                "records": [
                    {"record": record, "canonical": text, "digest": sha256(text.encode())}
                    for record, text in zip(RECORDS, RECORDS_CANONICAL, strict=True)
                ],
                "sets": [
                    {
                        "ids_in_order": ids,
                        "count": len(ids),
                        "digest": digest_of_set({each: by_id[each] for each in ids}),
                    }
                    for ids in sets
                ],
            }
        ),
    }
