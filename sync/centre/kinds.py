"""The kinds of content a centre publishes."""

from __future__ import annotations

POSTING = "posting"
SYNONYMS = "synonyms"

ITEMS = {SYNONYMS: "groups of synonyms"}
"""Kinds of few, small records, kept in the table ``item``, and what their records are called in a sentence."""
KINDS = (POSTING, *ITEMS)
"""Each is in every manifest, even with no records: whoever holds the empty set gets the first ones by a delta."""
