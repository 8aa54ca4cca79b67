"""What travels, as bytes: packs of content and batches of envelopes."""
