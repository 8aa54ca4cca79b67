"""The kinds of content a centre publishes."""

from __future__ import annotations

from kiosk.domain.progress import RECEIPT_KIND

POSTING = "posting"
SYNONYMS = "synonyms"
RECEIPT = RECEIPT_KIND

ITEMS = {SYNONYMS: "groups of synonyms", RECEIPT: "states of receipts"}
"""Kinds of few, small records, kept in the table ``item``, and what their records are called in a sentence."""
KINDS = (POSTING, *ITEMS)
"""Each is in every manifest, even with no records: whoever holds the empty set gets the first ones by a delta."""
