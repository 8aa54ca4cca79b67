"""What every engine is asked to do, and who there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from kiosk.domain.posting import Posting
from tests.bench.search.corpus import Corpus
from tests.bench.search.queries import Query

PAGE = 20
TOTAL_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The first page, decoded to what the screen needs, and how many there are (exact up to 1,000)."""

    total: int
    more: bool
    page: list[Posting]

    def ids(self) -> list[str]:
        """Return the public ids of the page."""
        return [one.id for one in self.page]


class Engine(Protocol):
    """An engine that has been opened."""

    def search(self, query: Query) -> Answer:
        """Return the first page and the total."""
        ...

    def top(self, query: Query) -> list[str]:
        """Return the public ids of the first 1,000 of the order."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One engine as the report knows it; ``module`` holds build, open_engine, change and sizes."""

    key: str
    label: str
    module: str
    about: str
    sample: int | None = None
    """How many questions of a set it is asked, if not all."""

    def load(self) -> None:
        """Load its program."""
        import_module(self.module)

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Make the index of all rows in an empty folder."""
        self._part("build")(corpus, folder, self.key)

    def open(self, corpus: Corpus, folder: Path) -> Engine:
        """Return the engine, ready to be asked."""
        engine: Engine = self._part("open_engine")(corpus, folder, self.key)
        return engine

    def change(self, corpus: Corpus, folder: Path) -> None:
        """Lay the changes of one version upon a folder that may be spoiled."""
        self._part("change")(corpus, folder, self.key)

    def sizes(self, corpus: Corpus, folder: Path) -> tuple[int, int]:
        """Return the bytes of the index alone, and of all that a search needs."""
        found: tuple[int, int] = self._part("sizes")(corpus, folder, self.key)
        return found

    def files(self, corpus: Corpus, folder: Path) -> list[Path]:
        """Return every file a search reads."""
        found: list[Path] = self._part("files")(corpus, folder, self.key)
        return found

    def _part(self, name: str) -> Callable[..., object]:
        part: Callable[..., object] = getattr(import_module(self.module), name)
        return part


OURS = "ours"
KINDS = (
    Kind(OURS, "ours", "tests.bench.search.ours", "the station's catalogue, filled by its own writer"),
    Kind(
        "tantivy",
        "tantivy",
        "tests.bench.search.tantivy_peer",
        "tantivy-py, our pairs as tokens with positions, written as one segment; orders and conditions as fast "
        "fields, engagement and groups as terms, the total from its Count collector; rows in SQLite",
    ),
    Kind(
        "trigram",
        "FTS5 trigram",
        "tests.bench.search.sqlite_peers",
        "SQLite's own trigram tokenizer; words of two characters are scanned for (instr)",
    ),
    Kind(
        "bigram",
        "FTS5 pairs",
        "tests.bench.search.sqlite_peers",
        "pairs as tokens, detail=full, phrases; conditions and order by joining a narrow table (bm25 is not called: "
        "no order asks for it)",
    ),
    Kind(
        "jieba",
        "FTS5 jieba",
        "tests.bench.search.sqlite_peers",
        "words as rjieba's cut_for_search cuts them, in postings and questions alike",
    ),
    Kind("like", "scan", "tests.bench.search.sqlite_peers", "instr over folded texts, no index: 20 questions", 20),
)
BY_KEY = {kind.key: kind for kind in KINDS}
