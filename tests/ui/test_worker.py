"""The worker answers in the thread of the screen, and tells whose turn it is when it cannot."""

import threading

from PySide6.QtGui import QGuiApplication

from kiosk.domain.errors import PlaceError
from kiosk.service.desk import open_desk
from kiosk.ui.worker import Worker
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, shown, wait_until


def test_questions_run_beside_the_screen_and_answers_come_back_to_it(application: QGuiApplication, stand: Stand):
    worker = Worker(lambda: open_desk(stand.home, stand.settings, stand.clock))
    threads: list[threading.Thread] = []

    def ask_where(desk: object) -> threading.Thread:
        return threading.current_thread()

    def answer(asked_in: threading.Thread) -> None:
        threads.extend([asked_in, threading.current_thread()])

    worker.ask(ask_where, answer)
    wait_until(lambda: threads)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()
    worker.close()


def test_a_desk_that_cannot_open_puts_the_screen_out_of_service_until_it_can(screens: Screens, stand: Stand):
    pointer = stand.home.catalogue / "current"
    named = pointer.read_bytes()
    pointer.unlink()
    pointer.mkdir()  # a damaged key or outbox no longer keeps anybody from looking
    screen = screens(stand, ready=False)
    wait_until(lambda: "正在恢复" in shown(screen))
    pointer.rmdir()
    pointer.write_bytes(named)
    screen.worker.look()
    wait_until(lambda: "点这里" in shown(screen))


def test_a_bug_is_logged_without_what_was_typed(application: QGuiApplication, stand: Stand, caplog):
    worker = Worker(lambda: open_desk(stand.home, stand.settings, stand.clock))
    told: list[str] = []
    worker.troubleChanged.connect(told.append)

    def stumble(desk: object) -> None:
        raise ValueError("199" + "0000" + "7531")

    worker.ask(stumble, lambda nothing: None)
    wait_until(lambda: told)
    assert "stumble" in caplog.text
    assert "19900007531" not in caplog.text
    worker.close()


def test_what_the_asker_can_handle_goes_to_the_asker(application: QGuiApplication, stand: Stand):
    worker = Worker(lambda: open_desk(stand.home, stand.settings, stand.clock))
    refused: list[str] = []

    def decline(desk: object) -> None:
        raise PlaceError("no room")

    worker.ask(decline, lambda nothing: None, lambda problem: refused.append(str(problem)))
    wait_until(lambda: refused)
    assert refused == ["no room"]
    worker.close()
