"""What to fetch: for each kind the direct delta from the set that is here, else the snapshot."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kiosk.trust.manifest import Manifest, PackEntry


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of content that has to change; ``base`` is the set the packs are laid upon, None for a snapshot."""

    kind: str
    base: str | None
    packs: tuple[PackEntry, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that has to change, and the kinds passed over because this program does not know them."""

    steps: tuple[Step, ...]
    skipped: tuple[str, ...]

    @property
    def packs(self) -> tuple[PackEntry, ...]:
        """Every pack it takes."""
        return tuple(pack for step in self.steps for pack in step.packs)

    @property
    def has_delta(self) -> bool:
        """Tell whether it builds upon what is here."""
        return any(step.base is not None for step in self.steps)


def plan(manifest: Manifest, here: Mapping[str, str], known: Collection[str], *, deltas: bool = True) -> Plan:
    """Return how to come from the sets that are here (digests by kind) to those the manifest promises."""
    steps = []
    for kind, entry in sorted(manifest.kinds.items()):
        if kind not in known or here.get(kind) == entry.digest:
            continue
        delta = next((each for each in entry.deltas if deltas and each.base == here.get(kind)), None)
        steps.append(Step(kind, delta.base, delta.packs) if delta else Step(kind, None, entry.snapshot))
    return Plan(tuple(steps), tuple(sorted(manifest.kinds.keys() - set(known))))
