"""The exchange: packs come in, envelopes go out, each over any carrier."""
