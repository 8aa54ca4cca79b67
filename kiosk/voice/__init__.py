"""The voice: a program of its own that reads texts out, so that no fault of it ever reaches the screen."""
