"""The slip printer: a program of its own that prints one slip, so that no fault of it ever reaches the screen."""
