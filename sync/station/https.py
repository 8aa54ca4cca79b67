"""The carrier over HTTP(S)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import requests

from kiosk import __version__
from kiosk.domain.errors import Refused, SettingsError, Unreachable

TIMEOUT_S = (10, 60)
"""Seconds to wait for a connection, and between two pieces of an answer."""
CHUNK = 64 * 1024
ANSWER_MAX = 4 * 1024 * 1024
REASON_MAX = 300


class HttpCarrier:
    """One centre reached by its address. No redirects are followed; proxies of the environment are honoured."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("https://", "http://")):
            raise SettingsError(f"the centre's address must begin with https:// or http://, not {url!r}")
        self._url = url.rstrip("/")
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"job-station/{__version__}"

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def fetch(self, path: str) -> Iterator[bytes]:
        """Yield the bytes at ``/feed/<path>``."""
        with (
            self._answering(),
            self._session.get(
                f"{self._url}/feed/{path}", timeout=TIMEOUT_S, allow_redirects=False, stream=True
            ) as answer,
        ):
            self._check(answer)
            yield from answer.iter_content(CHUNK)

    def post(self, path: str, data: bytes) -> bytes:
        """Hand in JSON at ``path`` and return what is answered."""
        with (
            self._answering(),
            self._session.post(
                f"{self._url}{path}",
                data=data,
                headers={"Content-Type": "application/json"},
                timeout=TIMEOUT_S,
                allow_redirects=False,
                stream=True,
            ) as answer,
        ):
            self._check(answer)
            body = b""
            for chunk in answer.iter_content(CHUNK):
                body += chunk
                if len(body) > ANSWER_MAX:
                    raise Refused("the centre's answer is too long")
            return body

    def _check(self, answer: requests.Response) -> None:
        if answer.status_code == 200:
            return
        if answer.status_code in (408, 425, 429) or answer.status_code >= 500:
            raise Unreachable(f"the centre at {self._url} is not able to answer now ({answer.status_code})")
        reason = " ".join(next(answer.iter_content(REASON_MAX), b"").decode("utf-8", "replace").split())
        raise Refused(f"the centre at {self._url} refused ({answer.status_code}): {reason or 'no reason given'}")

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except requests.RequestException as problem:
            raise Unreachable(
                f"the centre at {self._url} does not answer: check address and network; nothing here is lost"
            ) from problem
