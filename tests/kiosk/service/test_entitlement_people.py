"""Who is told of what: the five people of domain.md §6.1, and people at the edges of the rules."""

from __future__ import annotations

import pytest

from tests.kiosk.service.entitled import GRADUATE, Station, answered, one

WORKLESS = {"work": "dismissed", "group": "none", "office": "none", "age": "25"}
TRADER = {"work": "business", "trading": "year", "group": "none", "office": "none", "age": "40", "sex": "man"}
PEOPLE: dict[str, tuple[dict[str, str], str, str, str]] = {
    "A, who would rather not ask": (
        {"work": "quit", "group": "none", "age": "25", "office": "none", "insured": "none"},
        "01",
        "12",
        "",
    ),
    "B, who fished before": (
        {"work": "flexible", "group": "fisher", "group_more": "none", "office": "none", "own_insurance": "no"},
        "17 24",
        "",
        "",
    ),
    "C, a mother who left of her own": (
        {
            "work": "quit",
            "group": "carer",
            "group_more": "none",
            "office": "new",
            "aid": "none",
            "age": "25",
            "insured": "one",
            "left": "quit",
        },
        "12 21",
        "",
        "11",
    ),
    "D, with a disability": (
        {
            **WORKLESS,
            "group": "disabled",
            "group_more": "none",
            "office": "year",
            "aid": "none",
            "age": "40",
            "insured": "one",
        },
        "03 12 18",
        "05a 07",
        "02c 11",
    ),
    "E, who graduated 22 months ago": ({**GRADUATE, "age": "16"}, "06 01 13 22", "05b 12", "23 25"),
    "a shop owner": ({**TRADER, "venture": "other"}, "", "", ""),
    "a shop owner in a village": ({**TRADER, "venture": "village"}, "10", "", "09"),
    "a rural worker with a shop in town": (
        {**TRADER, "group": "migrant", "group_more": "none", "venture": "other"},
        "12",
        "",
        "",
    ),
    "a rural worker who came back and opened one": (
        {**TRADER, "group": "migrant", "group_more": "none", "venture": "returned"},
        "09 10 12",
        "",
        "",
    ),
    "who plans a shop": (
        {**TRADER, "trading": "not_yet", "venture": "other", "insured": "none"},
        "01",
        "10 12",
        "02c",
    ),
    "a graduate of this year or the last with a shop": (
        {**TRADER, "trading": "new", "group": "graduate", "group_more": "none", "graduated": "under"},
        "10 22",
        "09",
        "14 23",
    ),
    "who left for unpaid wages": (
        {**WORKLESS, "work": "quit", "left": "unpaid", "insured": "one"},
        "01",
        "03 12",
        "11",
    ),
    "who left without saying why": ({**WORKLESS, "work": "quit", "insured": "one"}, "01", "12", "03 11"),
    "a man of 63 with a disability": (
        {**WORKLESS, "group": "disabled", "group_more": "none", "age": "63", "sex": "man", "insured": "ten"},
        "18",
        "",
        "",
    ),
    "who has help and draws benefit": (
        {**WORKLESS, "office": "recognised", "aid": "both", "age": "40", "insured": "five"},
        "12 06 07",
        "05a",
        "11",
    ),
    "who has help and may draw benefit": (
        {**WORKLESS, "office": "recognised", "aid": "recognised", "age": "40", "insured": "five"},
        "03 12 06 07",
        "05a",
        "11",
    ),
    "with a hardship no list names": (
        {**WORKLESS, "office": "new", "aid": "none", "insured": "none", "group": "hard_family", "family": "other"}
        | {"group_more": "none"},
        "12",
        "05a 07",
        "02c",
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_draw_what_in_order(station: Station, name: str) -> None:
    person, *expected = PEOPLE[name]
    calculator = station()
    results = calculator.results(answered(calculator, person))
    told = [" ".join(one.id.split("-")[0] for one in part) for part in (results.possible, results.missing, results.ask)]
    assert [set(part.split()) for part in told] == [set(part.split()) for part in expected]
    counted = [one.counts for one in results.possible]
    assert counted == sorted(counted, reverse=True)


def test_what_counts_is_what_one_draws_oneself(station: Station) -> None:
    calculator = station()
    results = calculator.results(answered(calculator, PEOPLE["who has help and may draw benefit"][0]))
    assert [one.id.split("-")[0] for one in results.possible if one.counts] == ["03", "12"]
    results = calculator.results(answered(calculator, PEOPLE["B, who fished before"][0]))
    assert not any(one.counts for one in results.possible)


def test_what_is_done_first_and_why_is_said(station: Station) -> None:
    calculator = station()
    disabled = calculator.results(answered(calculator, PEOPLE["D, with a disability"][0]))
    assert one(disabled.missing, "07").lacking == ("先申请就业困难帮扶",)
    assert one(disabled.missing, "07").why == ("您没活了，单位不用您了",)
    assert one(disabled.ask, "02c").why == ()
    fisher = calculator.results(answered(calculator, PEOPLE["B, who fished before"][0]))
    assert one(fisher.possible, "17").why == ("您是退捕渔民",)


def test_a_list_that_is_open_is_never_a_sure_no_to_a_family_with_a_hardship(station: Station) -> None:
    calculator = station()
    person = PEOPLE["with a hardship no list names"][0]
    assert "还不清楚：家里是哪种困难" in one(calculator.results(person).ask, "02c").lacking
