"""The carrier by hand: a folder, a shared drive, a USB stick. Its answers come with the next visit."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from kiosk.domain.errors import Refused, TrustError
from kiosk.trust.station_key import station_id
from sync.wire.batch import Delivery, DeliveryAnswer, JoinAnswer, JoinRequest, from_bytes, to_bytes
from sync.wire.report import ReportAnswer
from sync.wire.stick import Stick, answer_file, join_file, out_file, report_file

ANSWER_MAX = 8 * 1024 * 1024
ROOT_MAX = 512 * 1024


class FolderCarrier:
    """One centre reached through a folder that somebody carries; ``station`` is who hands in."""

    answers_at_once = False

    def __init__(self, folder: Path, station: str) -> None:
        self._stick = Stick(folder)
        self._station = station
        self._handed: dict[str, None] = {}

    def close(self) -> None:
        """Nothing is held open."""

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes at ``feed/<path>`` from ``start`` on."""
        return self._stick.read(f"feed/{path}", start)

    def post(self, path: str, data: bytes) -> bytes:
        """Leave a wish to join, envelopes or a report.

        Return the identity the station works out itself, or what the centre answered to an earlier visit.
        """
        if path == "/v1/stations":
            return to_bytes(self._join(from_bytes(data, JoinRequest)))
        if path == "/v1/envelopes":
            return to_bytes(self._deliver(from_bytes(data, Delivery)))
        if path == "/v1/reports":
            self._stick.write(report_file(self._station), [data])
            return to_bytes(ReportAnswer())
        raise Refused(f"a stick takes nothing for {path}")

    def _join(self, request: JoinRequest) -> JoinAnswer:
        """Answer as the centre would: a station's id follows from its key, and the root is held against the token."""
        root = b"".join(self._stick.read("feed/metadata/1.root.json", limit=ROOT_MAX))
        station = station_id(bytes.fromhex(request.key))
        self._stick.write(join_file(station), [to_bytes(request)])
        district = request.token.partition(".")[0]
        return JoinAnswer(station=station, district=district, district_name="", root=b64encode(root).decode("ascii"))

    def answer(self) -> DeliveryAnswer | None:
        """Return what the centre answered to an earlier visit, or None if no such file lies there.

        Raises TrustError or Refused if it cannot be read, Unreachable if the stick is not there.
        """
        path = answer_file(self._station)
        if self._stick.size(path) is None:
            return None
        data = b"".join(self._stick.read(path, limit=ANSWER_MAX))
        try:
            return from_bytes(data, DeliveryAnswer)
        except TrustError as problem:
            raise TrustError(
                "the centre's answer on the stick cannot be read: let the centre collect again; nothing here is lost"
            ) from problem

    def _deliver(self, delivery: Delivery) -> DeliveryAnswer:
        self._handed |= dict.fromkeys(delivery.envelopes)
        self._stick.write(out_file(self._station), [to_bytes(Delivery(envelopes=tuple(self._handed)))])
        try:
            return self.answer() or DeliveryAnswer()
        except (Refused, TrustError):  # none that can be read: it comes with the next visit
            return DeliveryAnswer()
