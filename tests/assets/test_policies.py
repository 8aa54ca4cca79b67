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

_HARD = """
    yes      work=jobless registered -recognised disabled
    yes      work=planning registered -recognised low_income
    yes      work=jobless registered -recognised zero_job
    yes      work=jobless registered -recognised land_lost
    yes      work=jobless registered -recognised enrolled=12
    yes      work=jobless registered -recognised age=50
    yes      work=jobless registered -recognised age=40 sex=woman
    missing  work=jobless -registered -recognised age=55
    no       work=employed registered -recognised disabled
    no       work=jobless registered recognised disabled
    no       {none} age=40 sex=man
    no       {none} age=39 sex=woman
    open     registered -recognised disabled                       | work
    open     work=jobless -recognised disabled                     | registered
    open     work=jobless registered disabled                      | recognised
    open     {no_but[disabled]} age=30                             | disabled
    open     {no_but[low_income]} age=30                           | low_income
    open     {no_but[zero_job]} age=30                             | zero_job
    open     {no_but[land_lost]} age=30                            | land_lost
    open     {no_but[enrolled]} age=30                             | enrolled
    open     {none}                                                | age
    open     {none} age=45                                         | sex
"""


def _hard(*facts: str, more: str = "") -> str:
    """Return the table of a province's list of who is hard to place."""
    signs = {"disabled", "low_income", "zero_job", "land_lost", *facts}
    plain = "work=jobless registered -recognised"

    def without(left_out: str) -> str:
        return " ".join(
            [plain, *(f"-{one}" for one in sorted(signs - {left_out})), *["enrolled=3"] * (left_out != "enrolled")]
        )

    no_but = {one: without(one) for one in (*signs, "enrolled")}
    more = "".join(f"\n    yes {plain} {one}\n    open {no_but[one]} age=30 | {one}" for one in facts)
    return _HARD.format(none=without(""), no_but=no_but) + more


TABLES = {
    "01-unemployment-registration": """
        yes      work=jobless -registered age=30 retire=300
        yes      work=planning -registered graduate since=10
        no       work=employed -registered age=30 retire=300
        no       work=jobless registered age=30 retire=300
        no       work=jobless -registered -graduate age=15 retire=560
        no       work=jobless -registered -graduate age=66 retire=-40
        no       work=jobless -registered graduate since=300 age=66 retire=-40
        open     -registered age=30 retire=300                      | work
        open     work=jobless age=30 retire=300                     | registered
        open     work=jobless -registered -graduate retire=300      | age
        open     work=jobless -registered -graduate age=58          | retire
        open     work=jobless -registered age=66 retire=-40         | graduate
        open     work=jobless -registered graduate age=66 retire=-4 | since
    """,
    "02a-hard-to-place-shandong": _hard("single_parent"),
    "02b-hard-to-place-jiangsu": _hard("veteran", "relieved"),
    "02c-hard-to-place-anhui": _hard("single_parent"),
    "03-unemployment-benefit": """
        yes      work=jobless insured=1..4 involuntary -drawing registered
        yes      work=planning insured=10.. involuntary -drawing registered
        missing  work=jobless insured=5..9 involuntary -drawing -registered
        no       work=jobless insured=0 involuntary -drawing registered
        no       work=jobless insured=0..0.9 involuntary -drawing registered
        no       work=jobless insured=5..9 -involuntary -drawing registered
        no       work=flexible insured=5..9 involuntary -drawing registered
        no       work=jobless insured=5..9 involuntary drawing registered
        open     insured=1..4 involuntary -drawing registered       | work
        open     work=jobless involuntary -drawing registered       | insured
        open     work=jobless insured=0..2 involuntary -drawing registered | insured
        open     work=jobless insured=1..4 -drawing registered      | involuntary
        open     work=jobless insured=1..4 involuntary registered   | drawing
        open     work=jobless insured=1..4 involuntary -drawing     | registered
    """,
    "03b-benefit-until-retirement": """
        yes      drawing retire=12
        yes      drawing retire=0
        no       drawing retire=13
        no       drawing retire=-1
        no       -drawing retire=5
        open     retire=5                                           | drawing
        open     drawing                                            | retire
        open     drawing retire=6..18                               | retire
    """,
    "03c-benefit-veterans": """
        yes      veteran work=jobless insured=0 -drawing registered
        yes      veteran work=planning insured=0..0.9 -drawing registered
        missing  veteran work=jobless insured=0 -drawing -registered
        no       -veteran work=jobless insured=0 -drawing registered
        no       veteran work=employed insured=0 -drawing registered
        no       veteran work=jobless insured=1..4 -drawing registered
        no       veteran work=jobless insured=0 drawing registered
        open     work=jobless insured=0 -drawing registered         | veteran
        open     veteran insured=0 -drawing registered              | work
        open     veteran work=jobless -drawing registered           | insured
        open     veteran work=jobless insured=0 registered          | drawing
        open     veteran work=jobless insured=0 -drawing            | registered
    """,
    "03d-allowance-rural-workers": """
        yes      migrant work=jobless insured=1..4 involuntary
        no       -migrant work=jobless insured=1..4 involuntary
        no       migrant work=flexible insured=1..4 involuntary
        no       migrant work=jobless insured=0 involuntary
        no       migrant work=jobless insured=1..4 -involuntary
        open     work=jobless insured=1..4 involuntary              | migrant
        open     migrant insured=1..4 involuntary                   | work
        open     migrant work=jobless involuntary                   | insured
        open     migrant work=jobless insured=1..4                  | involuntary
    """,
    "05a-insurance-hard-to-place": """
        yes      recognised work=flexible own_insurance
        yes      recognised work=platform own_insurance
        missing  recognised work=jobless
        missing  recognised work=flexible -own_insurance
        missing  -recognised disabled work=flexible own_insurance
        missing  -recognised enrolled=14 work=flexible -own_insurance
        no       -recognised -disabled -hard_family enrolled=3 work=flexible own_insurance
        no       recognised work=employed
        open     work=flexible own_insurance disabled               | recognised
        open     recognised own_insurance                           | work
        open     recognised work=flexible                           | own_insurance
        open     -recognised -hard_family enrolled=3 work=flexible own_insurance  | disabled
        open     -recognised -disabled enrolled=3 work=flexible own_insurance     | hard_family
        open     -recognised -disabled -hard_family work=flexible own_insurance   | enrolled
    """,
    "05b-insurance-graduates": """
        yes      since=22 work=flexible own_insurance
        yes      since=24 work=platform own_insurance
        missing  since=22 work=jobless
        missing  since=3 work=flexible -own_insurance
        no       since=25 work=flexible own_insurance
        no       since=never work=flexible own_insurance
        no       since=10 work=employed
        open     work=flexible own_insurance                        | since
        open     since=20..30 work=flexible own_insurance           | since
        open     since=22 own_insurance                             | work
        open     since=22 work=flexible                             | own_insurance
    """,
    "06-employer-insurance": """
        yes      work=jobless recognised
        yes      work=jobless -recognised since=24
        no       work=employed recognised
        no       work=jobless -recognised since=25
        no       work=jobless -recognised since=never
        open     recognised                                         | work
        open     work=jobless since=30                              | recognised
        open     work=jobless -recognised                           | since
    """,
    "07-public-welfare-post": """
        yes      work=jobless recognised
        missing  work=jobless -recognised disabled
        missing  work=planning -recognised hard_family
        missing  work=jobless -recognised enrolled=12
        no       work=jobless -recognised -disabled -hard_family enrolled=11
        no       work=flexible recognised
        open     recognised                                         | work
        open     work=jobless disabled                              | recognised
        open     work=jobless -recognised -hard_family enrolled=0   | disabled
        open     work=jobless -recognised -disabled enrolled=0      | hard_family
        open     work=jobless -recognised -disabled -hard_family    | enrolled
    """,
    "08-job-seeking-allowance": """
        yes      leaving_school low_income
        yes      leaving_school zero_job
        yes      leaving_school relieved
        yes      leaving_school disabled
        yes      leaving_school loan
        no       -leaving_school loan
        no       leaving_school -low_income -zero_job -relieved -disabled -loan
        open     loan                                               | leaving_school
        open     leaving_school -zero_job -relieved -disabled -loan | low_income
        open     leaving_school -low_income -relieved -disabled -loan | zero_job
        open     leaving_school -low_income -zero_job -disabled -loan | relieved
        open     leaving_school -low_income -zero_job -relieved -loan | disabled
        open     leaving_school -low_income -zero_job -relieved -disabled | loan
    """,
    "09-start-up-allowance": """
        yes      work=business recognised trading=12
        yes      work=business -recognised migrant trading=30
        yes      work=business -recognised -migrant since=20 trading=12
        missing  work=business recognised trading=0..11
        missing  work=planning recognised trading=never
        no       work=jobless recognised trading=never
        no       work=business -recognised -migrant since=never trading=12
        open     recognised trading=12                              | work
        open     work=business -migrant since=never trading=12      | recognised
        open     work=business -recognised since=never trading=12   | migrant
        open     work=business -recognised -migrant trading=12      | since
        open     work=business recognised                           | trading
    """,
    "10-start-up-loan": """
        yes      work=planning veteran
        yes      work=business disabled
        yes      work=planning migrant
        yes      work=planning relieved
        yes      work=planning since=60
        yes      work=planning registered
        missing  work=planning -veteran -disabled -migrant -relieved since=never -registered
        no       work=jobless veteran
        open     veteran                                            | work
        open     work=planning -disabled -migrant -relieved since=61 -registered | veteran
        open     work=planning -veteran -migrant -relieved since=61 -registered  | disabled
        open     work=planning -veteran -disabled -relieved since=61 -registered | migrant
        open     work=planning -veteran -disabled -migrant since=61 -registered  | relieved
        open     work=planning -veteran -disabled -migrant -relieved -registered | since
        open     work=planning -veteran -disabled -migrant -relieved since=61    | registered
    """,
    "11-skill-allowance": """
        yes      insured=1..4 cert=0..3
        yes      insured=0 drawing cert=12
        no       insured=0 -drawing cert=2
        no       insured=10.. cert=13
        no       insured=10.. cert=never
        open     cert=2 -drawing                                    | insured
        open     cert=2 insured=0                                   | drawing
        open     insured=1..4                                       | cert
    """,
    "12-training-allowance": """
        yes      migrant
        yes      -migrant low_income
        yes      -migrant relieved
        yes      -migrant zero_job
        yes      -migrant leaving_school
        yes      {none} work=jobless registered
        missing  {none} work=jobless -registered
        no       {none} work=employed -registered
        open     -low_income -relieved -zero_job -leaving_school work=employed   | migrant
        open     -migrant -relieved -zero_job -leaving_school work=employed      | low_income
        open     -migrant -low_income -zero_job -leaving_school work=employed    | relieved
        open     -migrant -low_income -relieved -leaving_school work=employed    | zero_job
        open     -migrant -low_income -relieved -zero_job work=employed          | leaving_school
        open     {none} registered                                  | work
        open     {none} work=jobless                                | registered
    """.replace("{none}", "-migrant -low_income -relieved -zero_job -leaving_school"),
    "13-traineeship": """
        yes      work=jobless since=24
        yes      work=jobless since=never age=16 registered
        yes      work=jobless since=never age=24 registered
        missing  work=jobless since=never age=20 -registered
        no       work=jobless since=25 age=25 registered
        no       work=employed since=3 age=22
        open     since=3                                            | work
        open     work=jobless age=30                                | since
        open     work=jobless since=never registered                | age
        open     work=jobless since=never age=20                    | registered
    """,
    "14-tax-business": """
        yes      work=business enrolled=6
        yes      work=business low_income
        yes      work=business zero_job
        yes      work=business relieved
        yes      work=business leaving_school
        yes      work=business since=5
        missing  work=planning enrolled=7
        no       work=jobless enrolled=7
        no       work=business {none}
        open     low_income                                         | work
        open     work=business {none-enrolled}                      | enrolled
        open     work=business {none-low_income}                    | low_income
        open     work=business {none-zero_job}                      | zero_job
        open     work=business {none-relieved}                      | relieved
        open     work=business {none-leaving_school}                | leaving_school
        open     work=business {none-since}                         | since
    """,
    "15-tax-veterans": """
        yes      veteran work=business
        missing  veteran work=planning
        no       -veteran work=business
        no       veteran work=jobless
        open     work=business                                      | veteran
        open     veteran                                            | work
    """,
    "16-veterans-service": """
        yes      veteran
        yes      veteran work=employed
        yes      veteran work=resting age=70
        no       -veteran
        no       -veteran work=jobless
        open     work=jobless                                       | veteran
    """,
    "17-ex-fishers": """
        yes      fisher
        yes      fisher work=flexible
        yes      fisher age=51 disabled
        no       -fisher
        no       -fisher migrant
        open     migrant                                            | fisher
    """,
    "18-disabled-service": """
        yes      disabled
        yes      disabled work=employed
        yes      disabled age=70
        no       -disabled
        no       -disabled hard_family
        open     work=jobless                                       | disabled
    """,
    "19-zero-job-family": """
        yes      zero_job work=jobless
        yes      zero_job work=planning
        no       -zero_job work=jobless
        no       zero_job work=employed
        open     work=jobless                                       | zero_job
        open     zero_job                                           | work
    """,
    "20-platform-injury": """
        yes      work=platform
        yes      work=platform migrant
        no       work=flexible
        no       work=jobless
        no       work=employed
        open     migrant                                            | work
    """,
    "21-flexible-posts-carers": """
        yes      carer
        yes      carer work=jobless sex=man
        yes      carer work=flexible sex=woman
        no       -carer
        no       -carer sex=woman
        open     sex=woman                                          | carer
    """,
    "22-graduates-service": """
        yes      graduate
        yes      graduate since=70
        yes      graduate leaving_school
        no       -graduate
        no       -graduate since=never
        open     age=22                                             | graduate
    """,
    "23-student-loan": """
        yes      loan since=0
        yes      loan since=30
        no       -loan since=30
        no       loan since=never
        open     since=30                                           | loan
        open     loan                                               | since
    """,
    "24-wage-rights": """
        yes      work=employed
        yes      work=flexible
        yes      work=platform
        no       work=jobless
        no       work=resting
        open     age=40                                             | work
    """,
    "25-employer-expansion": """
        yes      work=jobless since=24
        yes      work=jobless since=never age=24 registered
        missing  work=jobless since=never age=20 -registered
        no       work=jobless since=30 age=30
        no       work=employed since=3
        open     since=3                                            | work
        open     work=jobless age=30                                | since
        open     work=jobless since=never registered                | age
        open     work=jobless since=never age=20                    | registered
    """,
}
_BUSINESS = ("enrolled=3", "-low_income", "-zero_job", "-relieved", "-leaving_school", "since=never")


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


def _without(text: str) -> str:
    """Return a table with ``{none}``, or all but one of it, written out."""

    def written(hit: re.Match[str]) -> str:
        return " ".join(one for one in _BUSINESS if one.strip("-").split("=")[0] != hit[1])

    return re.sub(r"\{none-?(\w*)\}", written, text)


def cases() -> list[tuple[str, str, str, str]]:
    found = []
    for identity, table in TABLES.items():
        for line in filter(None, map(str.strip, _without(table).splitlines())):
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
