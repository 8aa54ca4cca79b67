"""The policies of the starter content: whole, in plain words, and each rule held against a table of people."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kiosk.domain.codes import Group
from kiosk.domain.content import Standing
from kiosk.domain.facts import FACTS, NEVER, Knowledge, Possible, Span
from kiosk.domain.groups import GroupPage
from kiosk.domain.policy import Policy, PolicyState, policy_standing
from kiosk.domain.records import encode, from_record, read_record, to_record
from kiosk.domain.rules import Rule, leaves, open_facts
from kiosk.service.entitlement_asking import Verdict, verdict
from tests.assets.policy_tables import NOTHING, TABLES

CONTENT = Path(__file__).parents[2] / "assets" / "starter" / "content"
WRITTEN = date(2026, 11, 20)
BANNED = ("投递", "招聘岗位", "薪资", "提交", "注册", "请点击", "认定", "人工智能")

SHORT = {
    "since": "months_since_graduation",
    "cert": "months_since_certificate",
    "retire": "months_to_retirement",
    "enrolled": "months_registered",
    "insured": "insured_years",
    "trading": "months_in_business",
}


@cache
def items(name: str) -> list[dict[str, object]]:
    return list(YAML(typ="safe").load((CONTENT / f"{name}.yaml").read_text("utf-8"))["items"])


@cache
def policies() -> dict[str, Policy]:
    return {str(record["id"]): from_record(record, Policy) for record in items("policy")}


def rule_of(identity: str) -> Rule:
    rule = policies()[identity].rule
    assert rule is not None
    return rule


def known(words: str) -> Knowledge:
    """Return what a line of a table knows."""
    found: dict[str, Possible] = {}
    for word in words.split():
        name, _, value = word.lstrip("-").partition("=")
        name = SHORT.get(name, name)
        if not FACTS[name].is_number:
            found[name] = frozenset({value or ("no" if word.startswith("-") else "yes")})
        elif value == "never":
            found[name] = NEVER
        else:
            low, dots, high = value.partition("..")
            found[name] = Span(float(low), float(high or ("inf" if dots else low)))
    return found


def _without(identity: str, text: str) -> str:
    """Return a table with ``{none}``, or all but one of it, written out."""

    def written(hit: re.Match[str]) -> str:
        return " ".join(one for one in NOTHING[identity] if one.strip("-").split("=")[0] != hit[1])

    return re.sub(r"\{none-?(\w*)\}", written, text)


def cases() -> list[tuple[str, str, str, str]]:
    found = []
    for identity, table in TABLES.items():
        for line in filter(None, map(str.strip, _without(identity, table).splitlines())):
            said, _, fact = line.partition("|")
            expected, _, words = said.partition(" ")
            found.append((identity, expected, words.strip(), SHORT.get(fact.strip(), fact.strip())))
    return found


@pytest.mark.parametrize(("identity", "expected", "words", "fact"), cases())
def test_a_rule_says_of_these_people(identity: str, expected: str, words: str, fact: str) -> None:
    rule = rule_of(identity)
    assert verdict(rule, known(words)) is Verdict(expected)
    if fact:
        assert fact in open_facts(rule, known(words))


def test_every_rule_has_its_table_of_at_least_six_with_every_fact_not_known() -> None:
    lines, unknown = defaultdict(int), defaultdict(set)
    for identity, _, _, fact in cases():
        lines[identity] += 1
        unknown[identity].add(fact)
    reckoned = {identity: one.rule for identity, one in policies().items() if one.rule}
    assert set(lines) == set(reckoned)
    assert {identity: count for identity, count in lines.items() if count < 6} == {}
    assert {
        identity: left
        for identity, rule in reckoned.items()
        if (left := {leaf.fact for leaf in leaves(rule)} - unknown[identity])
    } == {}


def test_all_twenty_four_are_there_and_the_one_for_employers() -> None:
    assert {int(identity[:2]) for identity in policies()} == set(range(1, 26))
    assert {"02a", "02b", "02c", "03b", "03c", "03d", "05a", "05b"} <= {one.split("-")[0] for one in policies()}


def test_a_record_of_a_policy_survives_the_way_to_the_station() -> None:
    for policy in policies().values():
        assert read_record(encode(to_record(policy)), Policy) == policy


def test_what_people_read_is_plain_and_only_an_office_decides() -> None:
    for policy in policies().values():
        plain = [policy.title, policy.who, policy.benefit, policy.amount, policy.deadline, *policy.words]
        plain += [leaf.lacking for leaf in leaves(policy.rule)] if policy.rule else []
        plain += [text for paper in policy.papers for text in (paper.name, paper.instead)]
        plain += [text for office in policy.offices for text in (office.name, office.address, office.online)]
        assert [text for text in plain if any(word in text for word in BANNED)] == [], policy.id
        assert [text for text in (policy.who, policy.benefit, *policy.words) if len(text) > 24] == [], policy.id


def test_no_office_has_an_invented_address_or_number() -> None:
    for policy in policies().values():
        assert {office.phone for office in policy.offices} <= {"", "12333", "12385"}
        assert {office.address for office in policy.offices} == {""}


def test_everything_says_where_it_is_from_and_until_when_it_counts_as_checked() -> None:
    for policy in policies().values():
        assert policy.source and policy.checked_on == WRITTEN
        assert policy.review_by or policy.state is PolicyState.STOPPED


def test_what_has_ended_is_to_be_confirmed_on_the_day_it_was_written() -> None:
    standings = defaultdict(set)
    for policy in policies().values():
        standings[policy_standing(policy, WRITTEN)].add(policy.id[:2])
    assert standings[Standing.TO_CONFIRM] == {"04", "11", "23", "25"}
    assert not standings[Standing.AWAY]


def test_each_group_has_a_page_whose_policies_exist() -> None:
    pages = [from_record(record, GroupPage) for record in items("group")]
    assert {page.group for page in pages} == set(Group) and len(pages) == len(Group)
    assert {one for page in pages for one in page.policies} <= set(policies())
    assert not [text for page in pages for text in (page.words, page.who) if any(word in text for word in BANNED)]
    assert {page.contact.phone for page in pages} == {"0555-000 0012", "12385"}
