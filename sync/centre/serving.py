"""The command that answers stations and phones."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from kiosk.domain.errors import PlaceError, SettingsError, StationError
from sync.centre.centre import Centre
from sync.centre.publishing import renew
from sync.centre.session import Session
from sync.centre.web import make_app

logger = logging.getLogger(__name__)

PEM = click.Path(path_type=Path, exists=True, dir_okay=False)

RENEW_S = 6 * 3600.0
"""How often the age of the feed's signatures is looked at; the shortest lived holds for sixty days."""
GRACE_S = 5
"""How long requests under way may take to end when the server is told to stop."""


@click.command(short_help="Answer stations and phones.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one.")
@click.option(
    "--port",
    default=8600,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 for a free one.",
)
@click.option("--cert", type=PEM, help="Certificate chain in PEM: answer over HTTPS. Needs --key.")
@click.option("--key", type=PEM, help="Private key of the certificate, in PEM.")
@click.option("--with-parent", is_flag=True, help="Stop when standard input closes (used by `kiosk demo`).")
@click.pass_obj
def serve(session: Session, host: str, port: int, cert: Path | None, key: Path | None, with_parent: bool) -> None:
    """Answer stations and phones until stopped.

    Serves the feed, takes in what stations hand in, and shows the pages that QR codes lead to. Put a web server with
    TLS in front of it, or give it a certificate with --cert and --key; it needs no opening key. The web server must say
    whom a request is from (X-Forwarded-For), and be named under [limits] proxies unless it is on this machine.
    """
    if (cert is None) != (key is None):
        raise click.UsageError("--cert and --key go together")
    logging.getLogger("sync.centre").setLevel(logging.INFO)
    with session.centre() as centre:
        app = make_app(centre)
        with listening(host, port) as listener:
            config = server_config(app, cert, key, centre.settings.limits.proxies)
            scheme = "https" if config.is_ssl else "http"
            address = f"{scheme}://{for_url(host)}:{listener.getsockname()[1]}"
            try:
                Server(config, address, lambda: _renew(centre), with_parent).run(sockets=[listener])
            except KeyboardInterrupt:
                click.echo("stopped", err=True)


def server_config(
    app: ASGIApp, cert: Path | None = None, key: Path | None = None, proxies: Sequence[str] = ()
) -> uvicorn.Config:
    """Return what a server is to do. Only ``proxies`` are believed when they name whom they ask for.

    Raises SettingsError if certificate and key do not go together.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        log_level="warning",
        server_header=False,
        lifespan="off",
        proxy_headers=True,
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=cert,
        ssl_keyfile=key,
        ssl_keyfile_password="",  # else OpenSSL asks at a terminal nobody may sit at
    )
    try:
        config.load()
    except OSError as problem:  # of which ssl's errors are some
        raise SettingsError(f"{cert} and {key} are no certificate and its key in PEM ({problem})") from problem
    return config


class Server(uvicorn.Server):
    """A server that says where it listens once it does, and keeps the feed's signatures fresh meanwhile, if told to."""

    def __init__(
        self,
        config: uvicorn.Config,
        address: str,
        renew_feed: Callable[[], None] | None = None,
        with_parent: bool = False,
    ) -> None:
        super().__init__(config)
        self._address = address
        self._with_parent = with_parent
        self._renew_feed = renew_feed
        self._renewing: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._renew_feed is not None:
            self._renewing = asyncio.create_task(self._keep_fresh(self._renew_feed))
        if self._with_parent:
            asyncio.get_running_loop().add_reader(sys.stdin.fileno(), self._listen_to_parent)
        click.echo(f"serving on {self._address}")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
        await super().shutdown(sockets)

    def _listen_to_parent(self) -> None:
        if not os.read(sys.stdin.fileno(), 1024):
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self.should_exit = True

    async def _keep_fresh(self, renew_feed: Callable[[], None]) -> None:
        while True:
            await run_in_threadpool(renew_feed)
            await asyncio.sleep(RENEW_S)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises PlaceError if the address or port cannot be had.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((address[0], port), family=family, backlog=256)
    except OSError as problem:
        # an address that cannot be looked up has a text of its own, any other reason a number
        reason = str(problem.strerror) if isinstance(problem, socket.gaierror) else os.strerror(problem.errno or 0)
        raise PlaceError(f"cannot listen on {host} port {port} ({reason.lower()}): take another --port") from problem


def _renew(centre: Centre) -> None:
    """Keep the signatures fresh; what goes wrong is logged and must not end the loop."""
    try:
        if renew(centre):
            logger.info("signatures of the feed renewed")
    except StationError as problem:
        logger.warning("not all of the feed's signatures were renewed: %s", problem)
    except Exception as bug:  # noqa: BLE001 - the edge of the loop: a bug costs one round, not the signatures
        places = "".join(traceback.format_tb(bug.__traceback__))
        logger.error("a fault in this program: %s\n%s", type(bug).__name__, places)


def for_url(host: str) -> str:
    """Return a host as an address names it."""
    return f"[{host}]" if ":" in host else host
