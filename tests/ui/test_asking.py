"""What can be sent from the screen: question by question, with nothing lost by a mistake and nothing sent unasked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPointingDevice

from kiosk.domain.consent import NOTICES
from kiosk.domain.progress import Progress, ReceiptState
from kiosk.domain.records import Record
from kiosk.service.questions import FLOWS
from kiosk.service.session import SLOW_S
from kiosk.store.outbox import Outbox
from kiosk.trust.envelope import parse as parse_envelope
from kiosk.trust.receipt_keys import receipt_key
from kiosk.trust.receipts import VerifiedReceipt
from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, find, posting, shown, touch, wait_until
from tests.ui.walk import box, leaves

NUMBER = "19900000000"


def sent(stand: Stand) -> list[tuple[str, Record]]:
    """Return the form and the inside of every envelope that waits, as the centre opens them."""
    envelopes = [parse_envelope(data) for data in stand.waiting_envelopes()]
    return [(one.header.form, stand.centre.inside(one)) for one in envelopes]


def at_job(screen: StationScreen, finger: QPointingDevice) -> None:
    touch(screen, finger, "featured")
    wait_until(lambda: find(screen, "apply") is not None)


def type_number(screen: StationScreen, finger: QPointingDevice) -> None:
    for digit in NUMBER:
        touch(screen, finger, f"key{digit}")


def at_receipt(screen: StationScreen) -> None:
    wait_until(lambda: find(screen, "receiptNumber") is not None)


def other_than(number: str) -> str:
    return "".join("2" if sign != "2" else "3" for sign in number)


def test_an_employer_is_given_a_number_only_by_whoever_agrees(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    at_job(screen, finger)
    employer = screen.browse.property("employer")
    touch(screen, finger, "apply")
    wait_until(lambda: find(screen, "agreed") is not None)
    assert f"交给：{employer}" in shown(screen)
    touch(screen, finger, "declined")
    wait_until(lambda: find(screen, "apply") is not None)
    assert sent(stand) == []
    touch(screen, finger, "apply")
    touch(screen, finger, "agreed")
    touch(screen, finger, "call")
    type_number(screen, finger)
    touch(screen, finger, "submit")
    at_receipt(screen)
    ((form, inside),) = sent(stand)
    assert (form, inside["employer"], inside["phone"]) == ("application/1", employer, NUMBER)
    assert [(one["purpose"], one["receiver"]) for one in inside["consents"]] == [("employer", employer)]
    assert "号码只交给这一家" in shown(screen)


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_agreeing_and_not_agreeing_are_one_as_large_as_the_other(
    screens: Screens, stand: Stand, finger: QPointingDevice, size: QSize, scale: float
):
    screen = screens(stand, size)
    screen.visit.begin()
    screen.visit.setProperty("textScale", scale)
    screen.asking.begin("apply", posting(0).id, "珍珠园食堂")
    screen.visit.go("ask")
    wait_until(lambda: find(screen, "agreed") is not None)
    yes, no = find(screen, "agreed"), find(screen, "declined")
    assert box(yes).size() == box(no).size()
    assert yes.property("look") == no.property("look")
    assert not yes.property("checked")
    assert not no.property("checked")


def test_a_wrong_posting_is_reported_with_two_touches_and_no_name(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    screen = screens(stand)
    at_job(screen, finger)
    job = screen.browse.property("jobId")
    touch(screen, finger, "report")
    touch(screen, finger, "fee")
    wait_until(lambda: "谢谢您告诉我们" in shown(screen))
    ((form, inside),) = sent(stand)
    assert (form, inside["posting"], inside["fault"]) == ("report/1", job, "fee")
    assert "phone" not in inside
    touch(screen, finger, "home")
    screen.visit.go("job")
    touch(screen, finger, "report")
    touch(screen, finger, "pay")
    wait_until(lambda: "已经记下了" in screen.asking.property("problem"))
    assert len(sent(stand)) == 1


def test_a_shop_that_mistypes_its_code_is_led_back_to_it_and_keeps_everything(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "help")
    touch(screen, finger, "hiring")
    touch(screen, finger, "cleaning")
    touch(screen, finger, "next")
    wait_until(lambda: find(screen, "keyboard") is not None)
    screen.typing.toggleMode()
    for sign in "ljdf":
        touch(screen, finger, f"key{sign}")
    touch(screen, finger, "see")
    wait_until(lambda: "营业执照上的代码" in shown(screen) and find(screen, "keyboard") is not None)
    assert screen.typing.property("mode") == "123"
    for sign in "91110000600037341M":
        screen.typing.press(sign.lower())
    touch(screen, finger, "see")
    type_number(screen, finger)
    touch(screen, finger, "submit")
    wait_until(lambda: "有一位不对" in shown(screen))
    assert screen.asking.property("words") == "91110000600037341m"
    assert screen.number.property("typed") == 11
    screen.asking.write("91110000600037341l")
    touch(screen, finger, "next")
    touch(screen, finger, "submit")
    at_receipt(screen)
    ((form, inside),) = sent(stand)
    assert (form, inside["employer"], inside["uscc"]) == ("hiring/1", "ljdf", "91110000600037341L")
    assert (inside["kinds"], inside["phone"]) == (["cleaning"], NUMBER)


def test_a_wish_goes_out_in_ready_words(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "wish")
    touch(screen, finger, "ownWish")
    touch(screen, finger, "training")
    touch(screen, finger, "1")
    at_receipt(screen)
    ((form, inside),) = sent(stand)
    assert (form, inside["topic"], inside["words"]) == ("wish/1", "training", "想学直播")


def test_back_leads_from_question_to_question_and_keeps_the_answers(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "help")
    touch(screen, finger, "helpMe")
    touch(screen, finger, "wages")
    wait_until(lambda: find(screen, "key1") is not None)
    touch(screen, finger, "back")
    wait_until(lambda: find(screen, "wages") is not None)
    assert screen.asking.property("chosen") == ["wages"]
    touch(screen, finger, "back")
    wait_until(lambda: find(screen, "helpMe") is not None)


def test_what_was_left_is_erased_by_its_receipt(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("register")
    screen.register.submitWithoutPhone()
    at_receipt(screen)
    envelope, pictures = screen.kept.receipt.envelope, screen.kept.property("pictures")
    number = screen.kept.property("number").replace("-", "")
    touch(screen, finger, "home")
    touch(screen, finger, "lookup")
    for picture in pictures:
        touch(screen, finger, picture)
    touch(screen, finger, "withdraw0")
    for sign in other_than(number):
        touch(screen, finger, f"sign{sign}")
    wait_until(lambda: "编号不对" in shown(screen))
    assert find(screen, "eraseIt") is None
    for sign in number:
        touch(screen, finger, f"sign{sign}")
    wait_until(lambda: find(screen, "eraseIt") is not None)
    touch(screen, finger, "keepIt")
    touch(screen, finger, "withdraw0")
    for sign in number:
        touch(screen, finger, f"sign{sign}")
    touch(screen, finger, "eraseIt")
    wait_until(lambda: "会删掉" in shown(screen))
    assert [inside.get("envelope") for form, inside in sent(stand) if form == "withdrawal/1"] == [envelope]


def test_another_stations_receipt_is_found_by_its_number_too(screens: Screens, stand: Stand, finger: QPointingDevice):
    pictures, number = ("fish", "cup", "fish"), "7K3M-92"
    day = stand.clock.now().date()
    state = ReceiptState(id=receipt_key(number, pictures), state=Progress.REPLIED, on=day, valid_to=day)
    stand.publish([posting(0)], [state])
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "lookup")
    for picture in pictures:
        touch(screen, finger, picture)
    touch(screen, finger, "elsewhere")
    for sign in "7K3N":
        touch(screen, finger, f"sign{sign}")
    touch(screen, finger, "eraseLast")
    for sign in "M92":
        touch(screen, finger, f"sign{sign}")
    wait_until(lambda: "已经回复" in shown(screen))
    assert "92" not in shown(screen)


def test_without_a_network_the_code_of_a_receipt_holds_the_sealed_envelope(
    screens: Screens, stand: Stand, finger: QPointingDevice, tmp_path: Path
):
    stand.clock.pass_time(3600.0)
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("register")
    screen.register.submitWithoutPhone()
    at_receipt(screen)
    wait_until(lambda: screen.kept.property("carryingRows") and not screen.station.property("online"))
    wait_until(lambda: "用您的手机送" in shown(screen))
    stand.deliver()
    wait_until(lambda: screen.kept.property("delivered"))
    assert "随时看送到没有" in shown(screen)


@pytest.mark.parametrize(
    ("command", "said"), [("exec cat > {}", "打好了"), ("exit 1", "没打出来")], ids=["well", "broken"]
)
def test_a_receipt_goes_on_paper_and_a_broken_printer_is_said(
    screens: Screens, stand: Stand, finger: QPointingDevice, tmp_path: Path, command: str, said: str
):
    paper = tmp_path / "paper.json"
    stand.printer = ["/bin/sh", "-c", command.format(paper)]
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("register")
    screen.register.submitWithoutPhone()
    at_receipt(screen)
    number = screen.kept.property("number")
    touch(screen, finger, "slip")
    wait_until(lambda: said in shown(screen))
    assert not paper.exists() or number in paper.read_text()
    touch(screen, finger, "others")
    wait_until(lambda: find(screen, "card0") is not None)


def test_a_form_filled_in_on_a_phone_shows_here_as_soon_as_the_centre_has_it(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "register")
    touch(screen, finger, "byPhone")
    wait_until(lambda: screen.phone_first.property("qrRows"))
    assert "手机上填好，这里会说收到了" in shown(screen)
    outbox = Outbox(stand.home.outbox)
    (ticket,) = outbox.open_tickets(stand.clock.now() - timedelta(minutes=1))
    outbox.answer_ticket(ticket, VerifiedReceipt("ab" * 32), stand.clock.now())
    outbox.close()
    at_receipt(screen)
    assert "收到了" in shown(screen)
    assert "没留号码" not in shown(screen)


def test_a_ticket_is_let_go_of_when_somebody_goes_back(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "register")
    touch(screen, finger, "byPhone")
    wait_until(lambda: screen.phone_first.property("qrRows"))
    touch(screen, finger, "here")
    wait_until(lambda: find(screen, "cleaning") is not None)
    assert screen.phone_first.property("qrRows") == []


ANSWERS = {"call": (), "apply": ("agreed", "call"), "report": (), "help": ("job",), "wish": ("training",)}


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("flow", ANSWERS)
def test_who_gets_it_is_on_the_screen_before_anything_is_sent(
    screens: Screens, stand: Stand, flow: str, size: QSize, scale: float
):
    screen = screens(stand, size)
    screen.visit.begin()
    screen.visit.setProperty("textScale", scale)
    screen.asking.begin(flow, posting(0).id, "珍珠园食堂")
    for key in ANSWERS[flow]:
        screen.asking.choose(key)
    assert screen.asking.property("last")
    screen.visit.go("ask")
    notice = NOTICES[FLOWS[flow].purpose].shown("珍珠园食堂" if flow == "apply" else "")
    leaves_of_it = ["".join(shown(screen)) for _ in leaves(screen, "ask")]
    assert any(notice in leaf for leaf in leaves_of_it)


def test_a_phone_that_is_typed_on_gives_more_time_here(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "register")
    touch(screen, finger, "byPhone")
    wait_until(lambda: screen.phone_first.property("qrRows"))
    stand.clock.pass_time(SLOW_S - 1)
    screen.visit.tick()
    assert screen.visit.property("phase") == "active"
    stand.clock.pass_time(2)
    screen.visit.tick()
    assert screen.visit.property("phase") == "asking"
