"""Judging postings: every rule asked of one posting, with the minimum wages a centre keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kiosk.domain.clock import local_date
from kiosk.domain.community import MinimumWage
from kiosk.domain.content import ContentKind, region_stem
from kiosk.domain.posting import Posting
from kiosk.domain.records import from_record
from sync.centre.centre import Centre
from sync.centre.items import items
from sync.centre.lint.numbers import found_in_numbers
from sync.centre.lint.phrases import found_in_words
from sync.centre.lint.rules import REFUSING, Finding
from sync.centre.settings import DistrictSettings


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges postings on a day. ``district`` is the centre's own, which postings may name in words alone."""

    wages: tuple[MinimumWage, ...]
    district: DistrictSettings
    today: date

    def findings(self, posting: Posting) -> tuple[Finding, ...]:
        """Return what the rules find, what refuses a posting first."""
        found = [*found_in_words(posting), *found_in_numbers(posting, self.wage_at(posting), self.today)]
        once = {finding.rule: finding for finding in found}
        return tuple(sorted(once.values(), key=lambda finding: finding.rule not in REFUSING))

    def wage_at(self, posting: Posting) -> MinimumWage | None:
        """Return the minimum wage in force where a posting's work is, or None if its region is not known."""
        code = posting.place.adcode or self._told(posting.place.region or posting.place.address)
        holding = [wage for wage in self.wages if code and _holds(wage, code, self.today)]
        return max(holding, key=lambda wage: (len(region_stem(wage.region)), wage.since), default=None)

    def _told(self, words: str) -> str:
        city, name = self.district.city.removesuffix("市"), self.district.name
        return self.district.code if city and name and city in words and name in words else ""


def judge_of(centre: Centre) -> Judge:
    """Return a judge with the minimum wages and the day of a centre."""
    wages = _wages(items(centre, ContentKind.WAGE))
    return Judge(tuple(wages), centre.settings.district, local_date(centre.clock.now()))


def _wages(records: Iterable[dict[str, object]]) -> list[MinimumWage]:
    return [from_record(record, MinimumWage) for record in records]


def _holds(wage: MinimumWage, code: str, today: date) -> bool:
    """Tell whether a minimum wage was not ended: past its day of review it is the last known, and only flags."""
    ended = wage.valid_to is not None and wage.valid_to < today
    return code.startswith(region_stem(wage.region)) and wage.since <= today and not ended
