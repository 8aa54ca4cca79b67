"""Finding postings: what is kept of them for searching, and the search itself. No files, no SQL: numbers and words."""
