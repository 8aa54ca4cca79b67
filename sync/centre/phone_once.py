"""A page that is filled in counts once: it carries a token this process gave out, and is known when it comes again."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool

REMEMBERED = 4_096
"""Pages that were sent lately and are known when they come again."""
NUMBER_BYTES = 16


class Tokens:
    """Tells pages this process gave out from what another site, or one from before a restart, lets a browser post."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def issue(self, form: str) -> str:
        """Return a token for one page of this form: a random number, and what only this process makes of it."""
        number = secrets.token_hex(NUMBER_BYTES)
        return number + self._proof(number, form)

    def is_ours(self, token: str, form: str) -> bool:
        """Tell whether this process gave the token out, for a page of this form."""
        number, proof = token[: 2 * NUMBER_BYTES], token[2 * NUMBER_BYTES :]
        return hmac.compare_digest(self._proof(number, form).encode(), proof.encode())

    def _proof(self, number: str, form: str) -> str:
        return hmac.new(self._secret, f"{number} {form}".encode(), hashlib.sha256).hexdigest()


class SentOnce:
    """Remembers in memory which pages were sent lately: one that is posted again as it was counts once.

    A page carries a token of its own, so equal answers of two people are two. What is forgotten after `REMEMBERED`
    others counts again.
    """

    def __init__(self) -> None:
        self._under_way: OrderedDict[bytes, asyncio.Future[str]] = OrderedDict()

    async def once(self, key: bytes, send: Callable[[], str]) -> str:
        """Return what ``send`` returned the first time; a failure is forgotten, and may be tried again."""
        if key not in self._under_way:
            sending = asyncio.ensure_future(run_in_threadpool(send))
            sending.add_done_callback(lambda done: self._forget_failure(key, done))
            self._under_way[key] = sending
            while len(self._under_way) > REMEMBERED:
                self._under_way.popitem(last=False)
        return await asyncio.shield(self._under_way[key])  # whoever goes away does not stop it

    def _forget_failure(self, key: bytes, done: asyncio.Future[str]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._under_way.pop(key, None)
