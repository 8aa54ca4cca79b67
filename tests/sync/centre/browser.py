"""Pages of the centre in a real Chromium, as a phone shows them: what they say, and what they try that they may not."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, Route, sync_playwright

from sync.centre.centre import Centre
from sync.centre.web import make_app

ROOT = Path(__file__).resolve().parents[3]
PICTURES = ROOT / "out" / "phone"
NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 360, 740
"""Signs of a cheap phone, in the pixels of a style sheet."""
BROKEN_RULES = "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir>
<alias binding="strong"><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias></fontconfig>
"""


@dataclass
class Phone:
    """One phone: its page, and everything it complained of or asked for."""

    address: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    """Requests that would have left for another place than the centre."""
    posted: list[str] = field(default_factory=list)

    def open(self, path: str) -> Response | None:
        """Show a page; what differs after the ``#`` alone is a page that changes by itself."""
        return self.page.goto(self.address + path)

    def picture(self, name: str) -> None:
        """Keep what the page looks like, all of it, in ``out/phone``."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    def text(self) -> str:
        """Return what can be read on the page."""
        return self.page.inner_text("body")

    def forgive(self, words: str) -> None:
        """Leave aside complaints that belong to what the test does, whenever they are heard."""
        self.forgiven.append(words)

    def unforgiven(self) -> list[str]:
        """Return the complaints that are left."""
        return [each for each in self.complaints if not any(words in each for words in self.forgiven)]


@pytest.fixture(scope="module", name="chromium")
def a_chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium here (apt install chromium)")
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=ROOT / "assets" / "fonts"), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, env={"FONTCONFIG_FILE": str(fonts)})
        yield browser
        browser.close()


@pytest.fixture(name="address")
def an_address(centre: Centre) -> Iterator[str]:
    """Where the centre answers, on a port of its own."""
    with serving(centre) as address:
        yield address


@contextmanager
def serving(centre: Centre) -> Iterator[str]:
    """Let the centre answer meanwhile, and say where."""
    config = uvicorn.Config(
        make_app(centre), log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(name="take_out")
def a_drawer(chromium: Browser, address: str) -> Iterator[Callable[..., Phone]]:
    """Gives phones, with scripts or without; none of them may have complained or asked elsewhere at the end."""
    phones: list[Phone] = []

    def taken(*, scripts: bool = True, dark: bool = False) -> Phone:
        context = chromium.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        phone = Phone(address, context, context.new_page())
        phones.append(phone)
        _listen(phone)
        return phone

    yield taken
    for phone in phones:
        phone.context.close()
    assert [complaint for phone in phones for complaint in phone.unforgiven()] == []
    assert [stranger for phone in phones for stranger in phone.strangers] == []


@pytest.fixture(name="phone")
def a_phone(take_out: Callable[..., Phone]) -> Phone:
    return take_out()


@pytest.fixture(name="plain_phone")
def a_plain_phone(take_out: Callable[..., Phone]) -> Phone:
    """A phone that runs no scripts."""
    return take_out(scripts=False)


def _listen(phone: Phone) -> None:
    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            phone.complaints.append(message.text)

    def asked(request: Request) -> None:
        if request.method == "POST":
            phone.posted.append(request.url)

    def routed(route: Route) -> None:
        if route.request.url.startswith(phone.address + "/"):
            route.continue_()
        else:
            phone.strangers.append(route.request.url)
            route.abort()

    phone.context.add_init_script(BROKEN_RULES)
    phone.context.route("**/*", routed)
    phone.page.on("console", heard)
    phone.page.on("pageerror", lambda problem: phone.complaints.append(str(problem)))
    phone.page.on("request", asked)
