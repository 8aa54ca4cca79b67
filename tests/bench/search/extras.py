"""What only our engine is measured by: typing, turning pages, counts, the start, being asked while it is written."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from kiosk.domain.wanted import Offer, Wanted, Window
from tests.bench.measure import ROOT, peak_mb
from tests.bench.search.corpus import Corpus
from tests.bench.search.engine import BY_KEY, OURS, PAGE
from tests.bench.search.ours import BEGUN, OurEngine
from tests.bench.search.probe import corpus_of, memory_mb, questions_of

PREFIXES = 500
PAGED, COUNTED = 100, 60
LAST_PAGE = 5
OFFER = Offer(windows=(Window(540, 720), Window(840, 1080), Window(1080, 1320)))


@dataclass(frozen=True, slots=True)
class Extras:
    """Milliseconds of CPU, one for each time."""

    boot_cpu_ms: float
    boot_wall_ms: float
    suggestions: list[float]
    suggested: float
    """Words suggested for a beginning, on average."""
    first_pages: list[float]
    next_pages: list[float]
    counts: list[float]
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Searches while another process takes in the changes, in milliseconds."""

    cpu: list[float]
    wall: list[float]
    notice_cpu: list[float]
    """Those that found new content and took notice of it first."""
    notice_wall: list[float]
    writer_cpu_s: float
    writer_wall_s: float
    writer_peak_mb: float
    added_mb: float
    """Resident memory of the searching process, from before the changes to after them."""


def extras(corpus: Corpus, folder: Path) -> Extras:
    """Measure what a screen asks besides first pages."""
    BY_KEY[OURS].open(corpus, folder).close()  # modules are loaded
    cpu, wall = time.process_time(), time.perf_counter()
    engine = OurEngine(corpus, folder)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    reader, today = engine.reader, corpus.day
    asked = questions_of(corpus).asked
    beginnings = _beginnings([query.words for query in asked])
    suggested = sum(len(reader.suggest(typed, today)) for typed in beginnings) / len(beginnings)
    wanted = [query.wanted() for query in asked]
    first, following = _paging(engine, [one for one in wanted if reader.search(one, today).total > PAGE * LAST_PAGE])
    return Extras(
        boot_cpu_ms=cpu * 1e3,
        boot_wall_ms=wall * 1e3,
        suggestions=[_ms(lambda typed=typed: reader.suggest(typed, today)) for typed in beginnings],
        suggested=suggested,
        first_pages=first,
        next_pages=following,
        counts=[_ms(lambda one=one: reader.counts(one, today, OFFER)) for one in Random(5).sample(wanted, COUNTED)],
        peak_mb=peak_mb(),
    )


def meanwhile(corpus: Corpus, folder: Path) -> Meanwhile:
    """Search without a pause from the moment another process begins to take in the changes until it has ended."""
    engine = OurEngine(corpus, folder)
    queries = questions_of(corpus).asked
    Random(9).shuffle(queries)
    for query in queries[:PAGED]:
        engine.search(query)
    before, _ = memory_mb()
    command = [sys.executable, "-m", "tests.bench.search.probe", "change", OURS, str(corpus.folder), str(folder)]
    found: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        if writer.stdout.readline().strip() != BEGUN:
            raise RuntimeError("the writer did not begin")
        seen, at = engine.reader.data_version(), 0
        after_end = 0
        while after_end < 2:  # once more after its end, so that the new content is noticed in any case
            after_end += writer.poll() is not None
            query = queries[at % len(queries)]
            wall, cpu = time.perf_counter(), time.thread_time()
            engine.search(query)
            cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
            now = engine.reader.data_version()
            # it may have been laid down between the two looks: then the next search takes notice
            found[now != seen].append((cpu * 1e3, wall * 1e3))
            seen, at = now, at + 1
        said = json.loads(writer.stdout.readline())
    after, _ = memory_mb()
    engine.close()
    return Meanwhile(
        cpu=[cpu for cpu, _ in found[False]],
        wall=[wall for _, wall in found[False]],
        notice_cpu=[cpu for cpu, _ in found[True]],
        notice_wall=[wall for _, wall in found[True]],
        writer_cpu_s=said["cpu_s"],
        writer_wall_s=said["wall_s"],
        writer_peak_mb=said["peak_mb"],
        added_mb=after - before,
    )


def _paging(engine: OurEngine, wanted: list[Wanted]) -> tuple[list[float], list[float]]:
    """Return what first pages took with their search, and each of the next four."""
    first, following = [], []
    for one in Random(5).sample(wanted, min(PAGED, len(wanted))):
        start = time.process_time_ns()
        finding = engine.reader.search(one, engine.today)
        engine.reader.page(finding, 0, PAGE)
        first.append((time.process_time_ns() - start) / 1e6)
        following += [
            _ms(lambda number=number, finding=finding: engine.reader.page(finding, number * PAGE, PAGE))
            for number in range(1, LAST_PAGE)
        ]
    return first, following


def _beginnings(words: list[str]) -> list[str]:
    """Return what has been typed after each key of these words, so many of them."""
    every = sorted({word[:length] for text in words for word in text.split() for length in range(1, len(word) + 1)})
    return Random(5).sample(every, min(PREFIXES, len(every)))


def _ms(act: Callable[[], object]) -> float:
    start = time.process_time_ns()
    act()
    return (time.process_time_ns() - start) / 1e6


def main(task: str, corpus_folder: str, folder: str) -> None:
    """Do one task and tell."""
    tasks: dict[str, Callable[[Corpus, Path], Extras | Meanwhile]] = {"extras": extras, "meanwhile": meanwhile}
    done = tasks[task](corpus_of(Path(corpus_folder)), Path(folder))
    sys.stdout.write(json.dumps(asdict(done)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
