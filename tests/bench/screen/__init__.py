"""What a hand and an eye notice of the screen: answers to touches, the start, and frames while content comes in."""
