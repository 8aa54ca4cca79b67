"""The kinds of content a centre publishes."""

from __future__ import annotations

from kiosk.domain.content import ContentKind
from kiosk.domain.progress import RECEIPT_KIND

POSTING = "posting"
SYNONYMS = "synonyms"
RECEIPT = RECEIPT_KIND

CONTENT_NAMES = {
    ContentKind.POLICY: "policies",
    ContentKind.COURSE: "courses",
    ContentKind.EVENT: "events",
    ContentKind.GUIDE: "guides",
    ContentKind.GROUP: "group pages",
    ContentKind.SKILL: "skills",
    ContentKind.WISH: "wishes",
    ContentKind.NOTICE: "notices",
    ContentKind.WORKER: "workers on duty",
    ContentKind.FIGURE: "figures",
    ContentKind.WAGE: "minimum wages",
}
ITEMS = {
    SYNONYMS: "groups of synonyms",
    RECEIPT: "states of receipts",
    **{kind.value: name for kind, name in CONTENT_NAMES.items()},
}
"""Kinds of few, small records, kept in the table ``item``, and what their records are called in a sentence."""
KINDS = (POSTING, *ITEMS)
"""Each is in every manifest, even with no records: whoever holds the empty set gets the first ones by a delta."""
