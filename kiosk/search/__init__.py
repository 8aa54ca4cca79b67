"""Finding postings: what is kept of them for searching, and the search itself. No SQL; files only without a name."""

import os

# numpy's library for matrices starts a thread for every core when it is loaded; nothing here multiplies matrices.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
