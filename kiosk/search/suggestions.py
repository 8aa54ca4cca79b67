"""Words to suggest while somebody types: whole words of titles, by their signs, their pinyin and its initials."""

from __future__ import annotations

from collections import Counter, defaultdict

from kiosk.search.readings import SEPARATOR, is_chinese, spelled

MOST = 8
WORDS = 20_000
"""The most words kept."""
SHARE = 50_000
"""A word has to come in one of so many titles, and twice."""


def suggestions(runs: Counter[str], titles: int) -> dict[str, list[str]]:
    """Return for every beginning (保, b, bj, baoj) up to `MOST` words, the commonest first."""
    least = max(1 if titles < 1_000 else 2, titles // SHARE)
    found: dict[str, list[str]] = defaultdict(list)
    ranked = sorted((-count, word) for word, count in runs.items() if count >= least)
    for _, word in ranked[:WORDS]:
        for beginning in _beginnings(word):
            if len(words := found[beginning]) < MOST:
                words.append(word)
    return dict(found)


def _beginnings(word: str) -> set[str]:
    keys = [word]
    if all(is_chinese(sign) for sign in word):
        readings = _readings(word)
        keys += ["".join(readings), "".join(one[0] for one in readings)]
    return {key[:length] for key in keys for length in range(1, len(key) + 1)}


def _readings(word: str) -> list[str]:
    """Return how a word's characters are read: each with its neighbour behind, the last with the one before."""
    said = [spelled(word[at : at + 2]).split(SEPARATOR) for at in range(len(word) - 1)]
    return [left for left, _ in said] + [said[-1][1]]
