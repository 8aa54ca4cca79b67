"""The edge of a program: whatever goes wrong reaches a person as one line and an exit status."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import click

from kiosk.domain.errors import StationError

logger = logging.getLogger(__name__)


F = TypeVar("F", bound=Callable[..., object])


def default_home(name: str) -> Path:
    """Return the folder used when ``--home`` is not given: ``$XDG_DATA_HOME/job-station/<name>``."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "job-station" / name


def home_option(what: str) -> Callable[[F], F]:
    """Return the ``--home`` option that every program has, for a folder of this kind (station or centre)."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: default_home(what),
        show_default=f"~/.local/share/job-station/{what}",
        help=f"Folder the {what} lives in.",
    )


def service_manager() -> Callable[[str], None]:
    """Return what tells the service manager something (sd_notify(3), a datagram); alone it tells nobody.

    The programs started from here do not inherit the address: they are not what is watched.
    """
    address = os.environ.pop("NOTIFY_SOCKET", "")

    def tell(said: str) -> None:
        if not address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.settimeout(1.0)
            line.sendto(said.encode(), "\0" + address[1:] if address.startswith("@") else address)

    return tell


def run(group: click.Command, name: str) -> None:
    """Run a program's commands and leave with its exit status: 0 done, 1 something foreseen, 2 wrong words, 70 a bug.

    A bug's traceback goes to the log only if ``KIOSK_DEBUG`` is set: it may hold what somebody typed.
    """
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s {name} %(levelname)s %(message)s")
    try:
        group.main(prog_name=name, standalone_mode=False)
    except StationError as problem:
        _leave(name, str(problem), 1)
    except click.Abort:
        _leave(name, "stopped", 130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except OSError as problem:
        _leave(name, _os_words(problem), 1)
    except Exception as bug:
        if os.environ.get("KIOSK_DEBUG"):
            logger.exception("a fault in this program")
        _leave(name, f"a fault in this program ({type(bug).__name__}); set KIOSK_DEBUG=1 to see where", 70)
    sys.exit(0)


def _os_words(problem: OSError) -> str:
    where = f" ({problem.filename})" if problem.filename else ""
    return f"{(problem.strerror or str(problem)).lower()}{where}: nothing more was done"


def _leave(name: str, message: str, status: int) -> None:
    click.echo(f"{name}: {message}", err=True)
    sys.exit(status)
