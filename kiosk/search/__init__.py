"""Finding postings: what is kept of them for searching, and the search itself. No SQL; files only without a name."""
