"""The carrier over HTTP(S)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry

from kiosk import __version__
from kiosk.domain.clock import Clock, SystemClock
from kiosk.domain.errors import Refused, SettingsError, Unreachable


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer is waited for: seconds to connect, and between two pieces of it.

    One that after ``grace_s`` comes with less than ``slowest`` bytes a second counts as none: a drip must not hold an
    exchange for ever.
    """

    connect_s: float
    silent_s: float
    grace_s: float
    slowest: int


PATIENT = Patience(connect_s=10, silent_s=60, grace_s=60, slowest=512)
QUICK = Patience(connect_s=3, silent_s=4, grace_s=4, slowest=64 * 1024)
"""For a question that is asked again in a moment: sending must not stand behind it."""
QUICK_PATHS = ("/v1/tickets",)
CHUNK = 64 * 1024
ANSWER_MAX = 4 * 1024 * 1024
REASON_MAX = 300
REMEMBERED_MAX = 16 * 1024
WAIT_MAX_S = 6 * 3600.0
"""The longest a centre may ask to be left alone: half a working day, so that no mistake silences a district."""


class HttpCarrier:
    """One centre reached by its address.

    No redirects are followed; proxies of the environment are honoured. With ``ca``, only certificates of that
    authority are believed, whatever the system trusts. The feed's head is asked for again only by its ETag.
    """

    answers_at_once = True

    def __init__(self, url: str, ca: str = "", clock: Clock | None = None) -> None:
        if not url.startswith(("https://", "http://")):
            raise SettingsError(f"the centre's address must begin with https:// or http://, not {url!r}")
        if ca and not Path(ca).is_file():
            raise SettingsError(f"[centre] ca: there is no file {ca}")
        self._url = url.rstrip("/")
        self._clock = clock or SystemClock()
        self._ca = ca
        self._session = _Straight()
        self._session.headers["User-Agent"] = f"job-station/{__version__}"
        self._session.headers["Accept-Encoding"] = "identity"
        self._remembered: dict[str, tuple[str, bytes]] = {}

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes at ``/feed/<path>`` from ``start`` on; what the server says unchanged comes from memory."""
        tag, kept = self._remembered.get(path, ("", b""))
        headers = {}
        if start:
            headers["Range"] = f"bytes={start}-"
        elif tag:
            headers["If-None-Match"] = tag
        began = self._clock.monotonic()
        with self._asking("GET", f"/feed/{path}", headers=headers, patience=PATIENT) as answer:
            if answer.status_code == 304 and "If-None-Match" in headers:
                answer.raw.drain_conn()  # there is no body; without this the connection is not used again
                yield kept
                return
            if (answer.status_code == 416 and start) or _is_another_part(answer, start):
                return
            self._check(answer, 200, 206)
            skip = start if answer.status_code == 200 else 0
            gathered = b""
            for piece in self._pieces(answer, began, PATIENT):
                rest, skip = piece[skip:], max(0, skip - len(piece))
                if len(gathered) <= REMEMBERED_MAX:
                    gathered += piece
                if rest:
                    yield rest
            tag = answer.headers.get("ETag", "")
            if tag and not start and path.endswith("timestamp.json") and len(gathered) <= REMEMBERED_MAX:
                self._remembered[path] = (tag, gathered)

    def post(self, path: str, data: bytes) -> bytes:
        """Hand in JSON at ``path`` and return what is answered."""
        began = self._clock.monotonic()
        patience = QUICK if path in QUICK_PATHS else PATIENT
        headers = {"Content-Type": "application/json"}
        with self._asking("POST", path, data=data, headers=headers, patience=patience) as answer:
            self._check(answer, 200)
            body = b""
            for piece in self._pieces(answer, began, patience):
                body += piece
                if len(body) > ANSWER_MAX:
                    raise Refused("the centre's answer is too long")
            return body

    def _pieces(self, answer: requests.Response, began: float, patience: Patience) -> Iterator[bytes]:
        """Yield what comes as soon as it comes: to wait for a whole chunk is to be led by a drip."""
        if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Unreachable(f"something before the centre at {self._url} compresses what we asked for as it is")
        count = 0
        while piece := answer.raw.read1(CHUNK, decode_content=False):
            count += len(piece)
            if self._clock.monotonic() - began > patience.grace_s + count / patience.slowest:
                raise Unreachable(f"the centre at {self._url} answers too slowly; what came is kept")
            yield piece

    def _check(self, answer: requests.Response, *good: int) -> None:
        if answer.status_code in good:
            return
        if answer.status_code in (408, 425, 429) or answer.status_code >= 500:
            raise Unreachable(
                f"the centre at {self._url} is not able to answer now ({answer.status_code})", _wait(answer)
            )
        said = answer.raw.read1(REASON_MAX, decode_content=False)
        reason = " ".join(said.decode("utf-8", "replace").split())
        raise Refused(f"the centre at {self._url} refused ({answer.status_code}): {reason or 'no reason given'}")

    @contextmanager
    def _asking(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str],
        patience: Patience,
        data: bytes | None = None,
    ) -> Iterator[requests.Response]:
        try:
            with self._session.request(
                method,
                f"{self._url}{path}",
                data=data,
                headers=headers,
                timeout=(patience.connect_s, patience.silent_s),
                allow_redirects=False,
                stream=True,
                verify=self._ca or None,  # said here: a session's own would yield to REQUESTS_CA_BUNDLE
            ) as answer:
                yield answer
        except requests.exceptions.SSLError as problem:
            raise Unreachable(
                f"the centre at {self._url} shows the wrong certificate: check clock, [centre] ca and network"
            ) from problem
        except (requests.RequestException, HTTPError, OSError) as problem:
            raise Unreachable(
                f"the centre at {self._url} does not answer: check address and network; nothing here is lost"
            ) from problem


def _wait(answer: requests.Response) -> float:
    """Return how long the centre asks to be left alone (RFC 9110 §10.2.3), within reason."""
    said = answer.headers.get("Retry-After")
    if not said:
        return 0.0
    try:
        return min(WAIT_MAX_S, max(0.0, Retry().parse_retry_after(said)))
    except (InvalidHeader, ValueError, OverflowError):  # the last two for numbers and years beyond all bounds
        return 0.0


def _is_another_part(answer: requests.Response, start: int) -> bool:
    """Tell whether a part came that does not begin where it was asked to."""
    return answer.status_code == 206 and not answer.headers.get("Content-Range", "").startswith(f"bytes {start}-")


class _Straight(requests.Session):
    """A session for which nothing is a redirect: told not to follow one, requests still takes in all of its body."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Lead nowhere."""
