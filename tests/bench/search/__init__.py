"""The search benchmark: our engine beside ready-made ones, on the same postings, with the same questions."""
