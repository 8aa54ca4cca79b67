"""One engine in a process of its own: builds, is asked, is asked cold, takes changes in. Tells what it cost as JSON."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import msgspec

from tests.bench.measure import peak_mb
from tests.bench.search.corpus import Corpus
from tests.bench.search.engine import BY_KEY, Engine, Kind
from tests.bench.search.queries import Query, Questions
from tests.bench.search.readings import syllables
from tests.bench.search.truth import Truth

PASSES = 3
COLD = 100
LEAST = 20


@dataclass(frozen=True, slots=True)
class Timed:
    """Runs of one set: milliseconds of CPU and on the wall, in the order of the questions asked."""

    cpu_ms: list[float]
    wall_ms: list[float]
    kinds: list[str]
    of: int
    """How many questions the set has; fewer were asked where the time did not suffice."""
    passes: int
    worst_ms: float
    """The dearest single run of all passes, by CPU."""


@dataclass(frozen=True, slots=True)
class Warm:
    """An engine asked again and again."""

    sets: dict[str, Timed]
    open_cpu_ms: float
    open_wall_ms: float
    added_mb: float
    """Resident memory after all questions less that before the engine was loaded."""
    added_anon_mb: float
    """The same without what files are mapped."""


@dataclass(frozen=True, slots=True)
class Cold:
    """An engine asked with nothing of its files in memory."""

    wall_ms: list[float]
    read: list[int]
    """Bytes from the disk for each question."""
    open_wall_ms: list[float]


@dataclass(frozen=True, slots=True)
class Work:
    """What building or changing took."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    index: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Recall:
    """How much of the truth was found."""

    questions: int
    share: dict[str, float]
    """Of the true first 1,000 of the order, the part that was among the engine's, by kind of question."""
    pages: float
    """Questions whose first page was the true one."""
    totals: float
    """Questions whose total was the true one."""
    worst: dict[str, float] = field(default_factory=dict)


def build(kind: Kind, corpus: Corpus, folder: Path) -> Work:
    """Make the index."""
    _load(kind)
    work = _work(lambda: kind.build(corpus, folder))
    index, whole = kind.sizes(corpus, folder)
    return Work(work.cpu_s, work.wall_s, work.peak_mb, index, whole)


def change(kind: Kind, corpus: Corpus, folder: Path) -> Work:
    """Lay the changes of one version upon a copy."""
    _load(kind)
    return _work(lambda: kind.change(corpus, folder))


def warm(kind: Kind, corpus: Corpus, folder: Path, budget_s: float) -> Warm:
    """Ask every set again and again."""
    questions = questions_of(corpus).sets()
    before, before_anon = memory_mb()
    cpu, wall = time.process_time(), time.perf_counter()
    engine = kind.open(corpus, folder)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    sets = {name: _timed(engine, queries, budget_s, kind.sample) for name, queries in questions.items()}
    after, after_anon = memory_mb()
    engine.close()
    return Warm(sets, cpu * 1e3, wall * 1e3, after - before, after_anon - before_anon)


def cold(kind: Kind, corpus: Corpus, folder: Path, count: int) -> Cold:
    """Ask a sample, each question of an engine opened anew after its files were dropped from memory."""
    queries = Random(11).sample(questions_of(corpus).asked, count)
    walls, reads, opened = [], [], []
    kind.open(corpus, folder).close()  # modules are loaded
    for query in queries:
        gc.collect()
        evict(kind.files(corpus, folder))
        start = time.perf_counter()
        engine = kind.open(corpus, folder)
        opened.append((time.perf_counter() - start) * 1e3)
        read, start = bytes_read(), time.perf_counter()
        engine.search(query)
        walls.append((time.perf_counter() - start) * 1e3)
        reads.append(bytes_read() - read)
        engine.close()
        del engine
    return Cold(walls, reads, opened)


def recall(kind: Kind, corpus: Corpus, folder: Path) -> Recall:
    """Compare with the truth."""
    whole = msgspec.json.decode((corpus.folder / "truth.json").read_bytes(), type=list[Truth])
    engine = kind.open(corpus, folder)
    shares: dict[str, list[float]] = {}
    pages = totals = 0
    for one in whole:
        found = set(engine.top(one.query))
        answer = engine.search(one.query)
        share = len(found.intersection(one.top)) / len(one.top) if one.top else 1.0
        shares.setdefault(one.query.kind, []).append(share)
        pages += answer.ids() == one.top[: len(answer.ids())] and len(answer.ids()) == min(20, one.total)
        totals += (answer.total, answer.more) == (min(one.total, 1_000), one.total > 1_000)
    engine.close()
    return Recall(
        len(whole),
        {name: sum(those) / len(those) for name, those in shares.items()},
        pages / len(whole),
        totals / len(whole),
        {name: min(those) for name, those in shares.items()},
    )


def memory_mb() -> tuple[float, float]:
    """Return this process's resident memory in MB, and the part of it that no file is mapped to."""
    gc.collect()
    said = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    whole, anonymous = (int(said[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "RssAnon"))
    return whole, anonymous


def evict(files: list[Path]) -> None:
    """Let the system forget what it keeps of these files in memory."""
    for file in files:
        for one in (file, file.with_name(file.name + "-wal")):
            if one.is_file():
                handle = os.open(one, os.O_RDONLY)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(handle)


def bytes_read() -> int:
    """Return how many bytes this process had fetched from the disk so far."""
    said = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(said["read_bytes"])


def _timed(engine: Engine, queries: list[Query], budget_s: float, sample: int | None) -> Timed:
    """Ask in an order mixed once for all; the middle of three passes after a first one, if there is time for that."""
    order = list(range(len(queries)))
    Random(7).shuffle(order)
    order = order[: sample or len(order)]
    first = _pass(engine, queries, order, budget_s)
    spent = sum(cpu for cpu, _ in first) / 1e3
    passes = [first]
    if len(first) == len(order) and spent * PASSES <= 2 * budget_s:
        passes = [_pass(engine, queries, order, 1e9) for _ in range(PASSES)]
    asked = order[: len(first)]
    return Timed(
        [median(one[at][0] for one in passes) for at in range(len(asked))],
        [median(one[at][1] for one in passes) for at in range(len(asked))],
        [queries[at].kind for at in asked],
        len(queries),
        len(passes),
        max(cpu for one in passes for cpu, _ in one),
    )


def _pass(engine: Engine, queries: list[Query], order: list[int], budget_s: float) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    spent = 0.0
    for at in order:
        if spent > budget_s and len(found) >= LEAST:
            break
        query = queries[at]
        wall, cpu = time.perf_counter_ns(), time.process_time_ns()
        engine.search(query)
        cpu, wall = time.process_time_ns() - cpu, time.perf_counter_ns() - wall
        found.append((cpu / 1e6, wall / 1e6))
        spent += cpu / 1e9
    return found


def corpus_of(folder: Path) -> Corpus:
    """Return the postings that were made in a folder."""
    said = json.loads((folder / "about.json").read_text("utf-8"))
    said.pop("recipe")
    return Corpus(folder=folder, **said | {"here": tuple(said["here"])})


def questions_of(corpus: Corpus) -> Questions:
    """Return what is asked."""
    return msgspec.json.decode((corpus.folder / "questions.json").read_bytes(), type=Questions)


def _load(kind: Kind) -> None:
    """Load the program and the dictionary of readings, which a process that runs for weeks does once."""
    kind.load()
    syllables("中文")


def _work(act: Callable[[], object]) -> Work:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Work(cpu, wall, peak_mb())


def main(task: str, key: str, corpus_folder: str, folder: str, number: str = "0") -> None:
    """Do one task and tell."""
    corpus = corpus_of(Path(corpus_folder))
    kind, place = BY_KEY[key], Path(folder)
    tasks: dict[str, Callable[[], Work | Warm | Cold | Recall]] = {
        "build": lambda: build(kind, corpus, place),
        "change": lambda: change(kind, corpus, place),
        "warm": lambda: warm(kind, corpus, place, float(number)),
        "cold": lambda: cold(kind, corpus, place, int(number)),
        "recall": lambda: recall(kind, corpus, place),
    }
    sys.stdout.write(json.dumps(asdict(tasks[task]())) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
