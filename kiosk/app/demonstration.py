"""The whole product on one machine: a local centre, a station of it, and the screen or a tour of it."""

from __future__ import annotations

import socket
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
import msgspec

from kiosk import settings
from kiosk.app import station
from kiosk.domain.clock import SystemClock
from kiosk.domain.errors import PlaceError
from kiosk.domain.records import Record
from kiosk.programs import is_packed
from kiosk.service.desk import open_desk
from kiosk.settings import ASSETS, Home
from kiosk.station import programs
from kiosk.station.provision_told import Told
from kiosk.station.provisioning import provision

STARTER = ASSETS / "starter" / "starter.toml"
PORTS = 20


def demonstrate(folder: Path, port: int, *, fullscreen: bool, address: str = "", token: str = "") -> None:
    """Set up a centre and a station in ``folder``, exchange once, and show the station.

    Everything goes through the same programs an administrator types; doing it again keeps what is there.
    With the ``address`` of a centre that has starter content, and a ``token`` of it, the station is one of that centre.
    Without a display the job is driven by itself and pictures are left in ``tour/`` beside the folder.
    Raises PlaceError if there is neither an address nor a centre in this program.
    """
    about = tomllib.loads(STARTER.read_text("utf-8"))
    centre, home = folder / "centre", Home(folder / "station")
    if address:
        _provision(home, address, lambda: token, about)
        _present(home, folder, lambda number: True, fullscreen=fullscreen)  # the receipt it waits for is signed there
        return
    if is_packed():
        raise PlaceError("this program holds no centre: type `kiosk demo --centre URL --token TOKEN`")
    district = about["district"]
    _say("setting up a centre with invented content")
    programs.ask(
        programs.centre(
            centre, "init", "--demo",
            "--district", district["code"], "--name", district["name"], "--city", district["city"],
        )
    )  # fmt: skip
    _say(programs.ask(programs.centre(centre, "starter")).strip().splitlines()[-1])
    _say(programs.ask(programs.centre(centre, "publish")).strip())
    with _centre_serving(centre, port) as address:
        _say(f"the centre serves at {address}")
        _provision(home, address, lambda: programs.ask(programs.centre(centre, "token")).strip().split()[-1], about)
        _present(home, folder, lambda number: _is_known(centre, number), fullscreen=fullscreen)


def _present(home: Home, folder: Path, arrived: Callable[[str], bool], *, fullscreen: bool) -> None:
    _say(programs.ask(programs.exchange(home.folder, "once")).strip())
    if station.has_display():
        _say("the station is on the screen; close its window to stop")
        station.show(home, fullscreen=fullscreen, with_exchange=True)
    else:
        _say("there is no display here: walking through the job alone")
        _tour(home, arrived, folder.parent / "tour")


def _is_known(centre: Path, number: str) -> bool:
    known = msgspec.json.decode(programs.ask(programs.centre(centre, "registrations", "--json")), type=list[Record])
    return any(registration.get("receipt") == number for registration in known)


def _provision(home: Home, address: str, new_token: Callable[[], str], about: Record) -> None:
    if home.settings.exists() and settings.load(home).centre.url == address:
        return
    place, helper = about["station"], about["helper"]
    names = {"name": "name", "latitude": "lat", "longitude": "lon", "datum": "datum"}
    tables = {
        "station": {option: place[name] for option, name in names.items()},
        "helper": {option: helper[option] for option in ("name", "phone", "hours")},
    }
    provision(home, Told(centre=address, token=new_token(), tables=tables), SystemClock().now())


def _tour(home: Home, arrived: Callable[[str], bool], out: Path) -> None:
    from kiosk.app.tour import run_tour
    from kiosk.ui.application import make_application
    from kiosk.ui.screen import StationScreen

    station.draw_offscreen()
    make_application(sys.argv)

    def deliver() -> None:
        """Start the exchange only now, so that the receipt is seen before and after it."""
        beside.enter_context(station.exchange_beside(home))

    at, clock = settings.load(home), SystemClock()
    with ExitStack() as beside:
        screen = StationScreen(at, lambda: open_desk(home, at, clock), clock, fullscreen=False)
        try:
            for picture in run_tour(screen, out, deliver, arrived):
                click.echo(str(picture))
        finally:
            screen.close()
    _say("the centre has the registration; the pictures are listed above")


@contextmanager
def _centre_serving(centre: Path, first: int) -> Iterator[str]:
    """Serve on the first port from ``first`` on that nobody has, not even since it was looked at."""
    for port in range(first, first + PORTS):
        if not _is_free(port):
            continue
        with programs.beside(programs.centre(centre, "serve", "--port", str(port))) as child:
            assert child.stdout is not None
            for line in child.stdout:
                if line.startswith("serving on "):
                    yield line.split()[-1].rstrip("/")
                    return
    raise PlaceError(
        f"no centre could be served on ports {first} to {first + PORTS - 1}; type `kiosk demo --port N` with a free one"
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _say(line: str) -> None:
    click.secho(f"· {line}", err=True)
