"""What a resident may do, in words. No Qt, no SQL."""
