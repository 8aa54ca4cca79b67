"""What is believed: the signed feed coming in, sealed envelopes going out. No files beyond its own keys, no network."""
