"""Every form is opened into one table, shown, and counted."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result
from nacl.signing import SigningKey
from sqlalchemy import select

from kiosk.domain.clock import to_text
from kiosk.domain.forms import FORMS, Fault, Form, Report
from kiosk.domain.records import from_record, to_record
from kiosk.trust.envelope import seal
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.opening import open_new
from sync.centre.records import LOOKED_AT, records, reported
from sync.centre.tables import record
from tests.sync.centre.forms import EACH, MADE, NAME, PHONE, a_call, hand_in, joined, kept, sealed

Run = Callable[..., Result]


@pytest.fixture
def key(centre: Centre) -> SigningKey:
    return joined(centre)


def a_report(posting: str, fault: Fault = Fault.FILLED, words: str = "") -> Form:
    return Report(made=MADE, posting=posting, fault=fault, words=words)


def test_there_is_an_example_of_every_form() -> None:
    assert set(EACH) | {"registration/1"} == set(FORMS)


def test_every_form_is_opened_as_it_was_sent(centre: Centre, key: SigningKey) -> None:
    sent = {name: sealed(centre, key, make()) for name, make in EACH.items()}
    hand_in(centre, *sent.values())
    done = open_new(centre)
    assert (done.opened, done.trouble, done.forms) == (len(EACH), 0, dict.fromkeys(EACH, 1))
    for each in records(centre):
        form = EACH[each.form]()
        assert from_record(each.said, FORMS[each.form]) == form
        assert (each.envelope, each.about) == (sent[each.form].id, form.subject)


def test_an_old_registration_is_read_and_kept_half_a_year(centre: Centre, key: SigningKey) -> None:
    old = {"form": "registration/1", "made": to_text(MADE), "kinds": ["cooking"], "times": ["any"]}
    to, station = centre.public_keys().seal[0], station_id(bytes(key.verify_key))
    more = {"phone": PHONE, "notice": "2026-11", "posting": "abc"}
    sent = seal(old | more, form="registration/1", to=to, station=station, signer=key)
    hand_in(centre, sent)
    assert open_new(centre).forms == {"registration/1": 1}
    (each,) = records(centre)
    assert (each.about, each.said["notice"]) == ("abc", "2026-11")
    assert each.erase_after == MADE.replace(microsecond=0) + timedelta(days=183)


@pytest.mark.parametrize(("form", "days"), [("application/1", 92), ("call/1", 183), ("wish/1", 183)])
def test_each_is_kept_for_as_long_as_was_agreed(centre: Centre, key: SigningKey, form: str, days: int) -> None:
    hand_in(centre, sealed(centre, key, EACH[form]()))
    open_new(centre)
    (each,) = records(centre)
    assert each.erase_after == MADE + timedelta(days=days)


def test_a_form_of_a_later_version_waits_sealed(centre: Centre, key: SigningKey) -> None:
    to, station = centre.public_keys().seal[0], station_id(bytes(key.verify_key))
    sent = seal(to_record(a_call()), form="call/99", to=to, station=station, signer=key)
    hand_in(centre, sent)
    assert (open_new(centre).trouble, open_new(centre).opened) == (1, 0)
    assert "a form this program does not know (call/99)" in kept(centre, sent).trouble
    assert kept(centre, sent).data == sent.data


@pytest.mark.parametrize(
    ("form", "changes"),
    [
        ("call/1", {"phone": "110"}),
        ("call/1", {"posting": "a\0b"}),
        ("wish/1", {"words": "a\0b"}),
        ("wish/1", {"seconds": "w1"}),
        ("sign-up/1", {"title": "x" * 201}),
        ("hiring/1", {"uscc": "91110000600037341X"}),
        ("withdrawal/1", {"key": "0" * 32}),
        ("withdrawal/1", {"envelope": "%"}),
        ("registration/2", {"consents": [{"purpose": "service", "notice": "n", "hash": "0" * 32, "days": 99_999}]}),
    ],
)
def test_what_no_resident_can_have_sent_stays_sealed(
    centre: Centre, key: SigningKey, form: str, changes: dict[str, object]
) -> None:
    to, station = centre.public_keys().seal[0], station_id(bytes(key.verify_key))
    sent = seal(to_record(EACH[form]()) | changes, form=form, to=to, station=station, signer=key)
    hand_in(centre, sent)
    assert (open_new(centre).trouble, records(centre)) == (1, [])
    assert kept(centre, sent).opened is None


def test_the_reason_names_the_place_and_never_what_was_said(
    centre: Centre, key: SigningKey, caplog: pytest.LogCaptureFixture
) -> None:
    to, station = centre.public_keys().seal[0], station_id(bytes(key.verify_key))
    secret = f"{NAME} - at `$.{PHONE}` {PHONE}"
    said = to_record(EACH["registration/2"]())
    changes = {
        "$.group": {"group": secret},
        "$.times[1]": {"times": ["any", secret]},
        "$.made": {"made": secret},
        "$.consents[0].purpose": {"consents": [said["consents"][0] | {"purpose": secret}]},
        "phone: none": {"phone": secret},
    }
    sent = {
        where: seal(said | change, form="registration/2", to=to, station=station, signer=key)
        for where, change in changes.items()
    }
    hand_in(centre, *sent.values())
    with caplog.at_level(logging.DEBUG):
        assert open_new(centre).trouble == len(changes)
    for where, each in sent.items():
        assert kept(centre, each).trouble.endswith(where)
    for text in (caplog.text, *(kept(centre, each).trouble for each in sent.values())):
        assert NAME not in text
        assert PHONE not in text


def test_the_command_shows_all_or_one_form_or_what_is_about_one_posting(
    centre: Centre, key: SigningKey, run: Run
) -> None:
    hand_in(centre, *(sealed(centre, key, make()) for make in EACH.values()))
    shown = json.loads(run("records", "--json").stdout)
    assert {each["form"] for each in shown} == set(EACH)
    (call,) = json.loads(run("records", "--form", "call", "--json").stdout)
    assert json.loads(run("records", "--form", "call/1", "--json").stdout) == [call]
    assert (call["about"], call["said"]["phone"], call["state"]) == ("p1", PHONE, "arrived")
    assert json.loads(run("records", "--form", "call/2", "--json").stdout) == []
    about = json.loads(run("records", "--about", "p1", "--json").stdout)
    assert {each["form"] for each in about} == {"application/1", "call/1", "report/1"}
    assert [each["form"] for each in json.loads(run("registrations", "--json").stdout)] == ["registration/2"]


def test_the_table_is_in_words_and_covers_the_number_and_the_log_never_has_it(
    centre: Centre, key: SigningKey, run: Run, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    with caplog.at_level(logging.DEBUG):
        hand_in(centre, *(sealed(centre, key, make()) for make in EACH.values()))
        out = run("records").output
    for words in (
        f"{NAME}，做饭，周末，带娃的家长，138 •••• 5678",
        f"{NAME}，第一物业，会做淮扬菜 早上不行，138 •••• 5678",
        "家政培训，培训，138 •••• 5678",
        "想学的，会做淮扬菜",
        "已经招满了，会做淮扬菜",
        "补贴社保，138 •••• 5678",
        "小李面馆，91110000600037341L，服务员，",
    ):
        assert words in out
    assert PHONE not in out
    assert PHONE not in caplog.text
    assert NAME not in caplog.text


def test_opening_says_how_many_of_each_form(centre: Centre, key: SigningKey, run: Run) -> None:
    hand_in(centre, *(sealed(centre, key, a_call()) for _ in range(2)), sealed(centre, key, EACH["wish/1"]()))
    assert run("open").stdout == "opened 3, with trouble 0, sealed 0\n  call/1 2, wish/1 1\n"
    assert run("open").stdout == "opened 0, with trouble 0, sealed 0\n"


def test_a_posting_that_several_report_is_pointed_out(centre: Centre, key: SigningKey, run: Run) -> None:
    other = joined(centre)
    hand_in(
        centre,
        *(sealed(centre, key, a_report("often", fault)) for fault in (Fault.FILLED, Fault.FEE)),
        sealed(centre, other, a_report("often")),
        *(sealed(centre, key, a_report("insisted")) for _ in range(LOOKED_AT)),
    )
    result = run("open")
    assert "postings with reports: 2" in result.stdout
    assert result.stderr == "posting often has 3 different reports: look at `records --about often`\n"
    assert reported(centre) == {"often": 3, "insisted": 1}
    assert len(records(centre, "report", "insisted")) == LOOKED_AT


def test_nothing_of_a_form_stands_beside_its_body(centre: Centre, key: SigningKey) -> None:
    hand_in(centre, sealed(centre, key, EACH["application/1"]()))
    open_new(centre)
    with centre.db.reading() as connection:
        row = connection.execute(select(record)).one()._asdict()
    assert PHONE.encode() in row.pop("body")
    assert PHONE not in str(row)
