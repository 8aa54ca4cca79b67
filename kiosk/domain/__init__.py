"""What things are: postings, places, registrations, time. Standard library and msgspec only, no I/O."""
