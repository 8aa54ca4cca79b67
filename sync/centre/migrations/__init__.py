"""How the centre's tables came to be: append-only, and importing nothing of ours."""
