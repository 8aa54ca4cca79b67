"""Why a posting suits somebody: reasons that can be checked in the posting itself, and what to ask about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date

import pytest

from kiosk.domain.clock import local_date
from kiosk.domain.codes import Education, EmploymentType, Group, PayUnit, Settlement, WorkKind
from kiosk.domain.groups import Lead, Skill
from kiosk.domain.posting import Demands, Employer, GroupTag, Hours, Pay, Place, Posting, Requirement, Shift
from kiosk.domain.wanted import Free, Strain, Wanted
from kiosk.service import earning
from kiosk.service.desk import Desk, open_desk
from kiosk.service.matching import reasons_for
from kiosk.service.suiting import demanded, suiting
from tests.content import starter_items
from tests.samples import a_posting
from tests.simulators import FixedClock
from tests.ui.stand import Stand

CHECKED = {"source": "演示内容", "checked_on": date(2026, 11, 18), "checked_by": "社区"}
MONTHLY = Pay(unit=PayUnit.MONTH, min=3480, max=3480)
SCHOOL = Free(start=8 * 60 + 20, end=16 * 60 + 10)
TWO_DAYS = Free(start=8 * 60 + 20, end=16 * 60 + 10, days=2)
Open = Callable[..., Desk]


@pytest.fixture
def opened(tmp_path_factory: pytest.TempPathFactory, clock: FixedClock) -> Iterator[Open]:
    """Publish postings and skills and return the desk that shows them."""
    stand = Stand.build(tmp_path_factory.mktemp("station"), clock)
    with closing(open_desk(stand.home, stand.settings, clock)) as desk:

        def publish(postings: Sequence[Posting], skills: Sequence[Skill] = ()) -> Desk:
            stand.publish(list(postings), items=skills)
            return desk

        yield publish


def shift(start: int, end: int) -> Hours:
    return Hours(shifts=(Shift(start=start, end=end),))


@pytest.mark.parametrize(
    ("group", "changes", "reason"),
    [
        (Group.CARER, {"hours": shift(540, 960)}, "班在 9 点到 16 点之间"),
        (Group.CARER, {"hours": Hours(family_leave=True)}, "家里有事能请假"),
        (Group.SENIOR, {"hours": shift(540, 780)}, "一班不超过 4 个半小时"),
        (Group.SENIOR, {}, "没写年龄上限"),
        (Group.DISABLED, {"demands": Demands(adjustments=("有电梯",))}, "有电梯"),
        (Group.DISABLED, {"demands": Demands(standing=False)}, "不用久站"),
        (Group.VETERAN, {"kind": WorkKind.SECURITY}, "保安的活"),
        (Group.GRADUATE, {"employment": EmploymentType.TRAINEESHIP}, "见习岗位"),
        (Group.GRADUATE, {"requirement": Requirement(education=Education.BACHELOR)}, "要大专以上，学历用得上"),
        (Group.EX_FISHER, {"kind": WorkKind.WATER}, "水上的活"),
        (Group.EX_FISHER, {"requirement": Requirement(education_open=True)}, "不限学历"),
        (Group.MIGRANT, {"pay": Pay(unit=PayUnit.DAY, min=1, max=1, settlement=Settlement.DAILY)}, "工钱一天一结"),
        (Group.MIGRANT, {"pay": Pay(unit=PayUnit.DAY, min=1, max=1, lodging="包住")}, "包住"),
        (Group.HARD_TO_PLACE, {"employment": EmploymentType.PUBLIC_WELFARE}, "公益岗位"),
        (Group.LEAVING_PUBLIC_POST, {}, "学历、经验、证书都没写要"),
    ],
)
def test_a_reason_stands_only_where_the_posting_says_so(group: Group, changes: dict[str, object], reason: str) -> None:
    asking = Requirement(education=Education.PRIMARY_SCHOOL, certificates=("证",), experience_years=3, age_max=40)
    assert reason in reasons_for(group, a_posting(1, **changes))
    assert reason not in reasons_for(group, a_posting(1, requirement=asking, hours=shift(0, 1200)))


def test_the_postings_own_words_come_first() -> None:
    tags = (GroupTag(group=Group.CARER, why="能带孩子来"), GroupTag(group=Group.SENIOR, why="六十岁也要"))
    posting = a_posting(1, groups=tags, hours=shift(540, 960))
    assert reasons_for(Group.CARER, posting) == ("能带孩子来", "班在 9 点到 16 点之间")


def test_what_is_meant_for_a_group_comes_before_what_speaks_for_itself(opened: Open) -> None:
    tag = (GroupTag(group=Group.EX_FISHER, why="水路熟的优先"),)
    desk = opened([a_posting(1), a_posting(2, kind=WorkKind.WATER), a_posting(9, groups=tag), a_posting(5, groups=tag)])
    page = desk.matching.for_group(Group.EX_FISHER, 0, 4)
    assert [(card.title, card.reason) for card in page.cards] == [
        ("保洁员 5", "水路熟的优先，没写要学历，没写要经验"),
        ("保洁员 9", "水路熟的优先，没写要学历，没写要经验"),
        ("保洁员 2", "水上的活，没写要学历，没写要经验"),
    ]
    assert page.total == 3
    assert desk.matching.for_group(Group.EX_FISHER, 99, 2).first == 2
    assert desk.matching.for_group(Group.VETERAN, 0, 4).total == 0


@pytest.mark.parametrize(
    ("demands", "cannot", "reason", "remark"),
    [
        (Demands(stairs=False), {Strain.STAIRS}, "写明：不用爬楼", ""),
        (Demands(), {Strain.STAIRS}, "", "没说要不要爬楼，问一下"),
        (Demands(stairs=False), {Strain.STAIRS, Strain.PHONE}, "写明：不用爬楼", "没说要不要打电话，问一下"),
        (Demands(), {Strain.LIFTING_10}, "", "没说要搬多重，问一下"),
        (Demands(lifting_kg=5.0), {Strain.LIFTING_10}, "写明：最重 5 公斤", ""),
        (Demands(lifting_kg=0.0), {Strain.LIFTING_5}, "写明：不搬东西", ""),
        (Demands(adjustments=("坐着干",)), {Strain.NOISE}, "能照顾：坐着干", "没说要不要待在吵的地方，问一下"),
    ],
)
def test_a_card_says_what_is_spared_and_what_to_ask(
    demands: Demands, cannot: set[Strain], reason: str, remark: str
) -> None:
    found = suiting(a_posting(1, demands=demands), 100, Wanted(cannot=frozenset(cannot)))
    assert found == (reason, remark)


@pytest.mark.parametrize(
    ("hours", "metres", "free", "said"),
    [
        (shift(540, 900), 615, SCHOOL, ("早到 30 分钟，早回 60 分钟", "")),
        (shift(510, 960), 615, SCHOOL, ("正好赶得上", "")),
        (shift(540, 985), 615, SCHOOL, ("", "差 25 分钟，回来晚")),
        (shift(495, 900), 615, SCHOOL, ("", "差 15 分钟，去得晚")),
        (shift(500, 970), 615, SCHOOL, ("", "差 20 分钟")),
        (shift(540, 900), None, SCHOOL, ("时间对得上", "远近不清楚，没算走路")),
        (shift(540, 900), 615, TWO_DAYS, ("早到 30 分钟，早回 60 分钟", "没说一周几天，问一下")),
        (Hours(shifts=(Shift(start=540, end=900), Shift(start=900, end=1260))), 615, SCHOOL,
         ("早到 30 分钟，早回 60 分钟", "有几个班，问能不能挑")),
    ],
)  # fmt: skip
def test_a_card_says_by_how_many_minutes(hours: Hours, metres: int | None, free: Free, said: tuple[str, str]) -> None:
    assert suiting(a_posting(1, hours=hours), metres, Wanted(free=free)) == said


def test_what_nearly_fits_comes_behind_what_fits_page_by_page(opened: Open) -> None:
    fits = [a_posting(number, hours=shift(570, 900)) for number in range(1, 6)]
    near = [a_posting(number, hours=shift(570, 970 + number)) for number in range(10, 13)]
    searching = opened([*fits, *near, a_posting(20, hours=shift(300, 600))]).searching
    pages = [searching.page(Wanted(free=SCHOOL), first, 3) for first in (0, 3, 6, 99)]
    assert [[card.title for card in page.cards] for page in pages] == [
        ["保洁员 1", "保洁员 2", "保洁员 3"],
        ["保洁员 4", "保洁员 5", "保洁员 10"],
        ["保洁员 11", "保洁员 12"],
        ["保洁员 11", "保洁员 12"],
    ]
    assert {(page.total, page.nearly, page.more) for page in pages} == {(8, 3, False)}
    assert pages[1].cards[2].remark.startswith("差 ")
    assert not pages[1].cards[1].remark


@pytest.mark.parametrize(
    ("demands", "said"),
    [
        (Demands(), ("累不累没说，问单位", "")),
        (Demands(standing=True, lifting_kg=15.0, stairs=False), ("要久站、搬 15 公斤", "不用爬楼")),
        (Demands(stairs=False), ("不用爬楼", "")),
        (Demands(standing=True, stairs=False, adjustments=("有电梯",)), ("要久站", "能照顾：有电梯")),
    ],
)
def test_a_job_says_what_the_body_does(demands: Demands, said: tuple[str, str]) -> None:
    assert demanded(a_posting(1, demands=demands)) == said


@pytest.mark.parametrize(
    ("pay", "hours", "metres", "said"),
    [
        (MONTHLY, Hours(), 615, "合每小时 20 元，按一天 8 小时算"),
        (MONTHLY, Hours(hours_per_day=8.0), 615, "合每小时 20 元，算上走路约 19.2 元"),
        (MONTHLY, Hours(hours_per_day=8.0), None, "合每小时 20 元"),
        (MONTHLY, Hours(hours_per_day=8.0), 5_000, "合每小时 20 元"),
        (Pay(unit=PayUnit.DAY, min=160, max=200), Hours(hours_per_day=8.0), None, "合每小时 20 元起"),
        (Pay(unit=PayUnit.HOUR, min=18, max=18), shift(540, 660), 615, "算上走路约 15.4 元"),
        (Pay(unit=PayUnit.HOUR, min=18, max=18), Hours(), 615, ""),
        (Pay(unit=PayUnit.PIECE, min=3, max=3), Hours(hours_per_day=8.0), 615, ""),
        (None, Hours(), 615, ""),
    ],
)
def test_what_an_hour_brings_is_said_with_its_basis(
    pay: Pay | None, hours: Hours, metres: int | None, said: str
) -> None:
    assert earning.hourly_in_full(a_posting(1, pay=pay, hours=hours), metres) == said


def test_when_and_by_whom_wages_are_paid() -> None:
    weekly = Pay(unit=PayUnit.HOUR, min=18, max=18, settlement=Settlement.WEEKLY, pay_day="每周日", payer="劳务公司")
    posting = a_posting(1, pay=weekly, employer=Employer(name="物业"))
    assert (earning.settlement(weekly), earning.payer(posting)) == ("一周一结，每周日", "劳务公司发")
    assert earning.payer(a_posting(1, pay=weekly, employer=Employer(name="劳务公司"))) == ""
    assert earning.settlement(Pay(unit=PayUnit.HOUR, min=18, max=18, pay_day="10 号")) == "10 号发工资"
    assert earning.insured(Pay(unit=PayUnit.HOUR, min=18, max=18, insurance=("工伤",))) == "缴工伤"


def a_skill(key: str, name: str, *leads: Lead) -> Skill:
    return Skill(id=key, name=name, picture="boat", leads=leads, **CHECKED)  # type: ignore[arg-type]


BOATS = a_skill(
    "boats",
    "开船",
    Lead(occupation="游船", words=("游船",), why="会开船，认得水路", lacking="一般要内河船员证"),
    Lead(occupation="水上", kinds=(WorkKind.WATER,), why="会开船，水上熟"),
)
NETS = a_skill("nets", "补网", Lead(occupation="水上", kinds=(WorkKind.WATER,), why="会补网，认得渔具"))
ASKS = Requirement(certificates=("健康证",), experience_years=1)


def test_a_skill_leads_to_work_with_why_and_what_is_missing(opened: Open) -> None:
    desk = opened(
        [
            a_posting(1, title="保洁员"),
            a_posting(2, title="水上保洁", kind=WorkKind.WATER, requirement=ASKS),
            a_posting(3, title="捞水草", kind=WorkKind.WATER),
            a_posting(4, title="游船检票", summary="坐着干"),
            a_posting(5, title="检票", summary="在游船上"),
        ],
        [BOATS, NETS],
    )
    page = desk.skills.page(("boats",), 0, 9)
    assert [(card.title, card.reason, card.remark) for card in page.cards] == [
        ("游船检票", "会开船，认得水路", "一般要内河船员证"),
        ("捞水草", "会开船，水上熟", ""),
        ("水上保洁", "会开船，水上熟", "还差：健康证、做过 1 年"),
    ]
    both = desk.skills.page(("boats", "nets"), 0, 9)
    assert [card.title for card in both.cards] == ["捞水草", "水上保洁", "游船检票"], "two skills lead to the water"
    near = desk.skills.page(("boats", "nets"), 0, 2, by_distance=True)
    assert ([card.title for card in near.cards], near.total) == (["水上保洁", "捞水草"], 3)
    assert desk.skills.page(("none",), 0, 9).total == 0


def test_the_starters_skills_all_lead_to_work_of_the_starter(opened: Open) -> None:
    skills = [one for one in starter_items() if isinstance(one, Skill)]
    desk = opened([a_posting(1, title="水上保洁", kind=WorkKind.WATER, place=Place())], skills)
    assert 14 <= len(desk.skills.abilities()) <= 18
    assert {"捕鱼补网", "开船", "看水养鱼"} <= {one.name for one in desk.skills.abilities()}
    assert desk.skills.page(("skill-boats",), 0, 4).cards[0].reason == "会开船，捞水草、清水面用得上"
    assert all(len(lead.why) <= 16 and len(lead.lacking) <= 16 for one in skills for lead in one.leads)


def test_the_day_is_the_stations_own(opened: Open, clock: FixedClock) -> None:
    desk = opened([a_posting(1, kind=WorkKind.WATER, valid_to=local_date(clock.now()))], [NETS])
    assert desk.skills.page(("nets",), 0, 4).total == 1
    clock.pass_time(86_400)
    assert desk.skills.page(("nets",), 0, 4).total == 0
    assert desk.matching.for_group(Group.EX_FISHER, 0, 4).total == 0
