"""The printers a slip can go to, through python-escpos, and what they say about themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import usb.core
import usb.util
from PIL import Image

from kiosk.domain.errors import PlaceError, SettingsError
from kiosk.settings import PrinterSettings

ANSWER_S = 2.0
"""How long a printer may take to say how it is; many never do."""
SEND_S = 5.0
"""How long it may take to let itself be reached, and to take some rows of dots."""
ROWS = 64
"""Rows of dots sent at once: should a slip break off within them, this is all that the next slip can suffer."""
USB_PRINTER = 7
"""The class of interface of printers (USB-IF)."""

_FEATURES = {"paperFullCut": True, "paperPartCut": True}
_ANSWER, _ANSWER_MASK = 0x12, 0x93
"""Bits that every answer to DLE EOT has."""
_PAPER, _PAPER_OUT = b"\x10\x04\x04", 0x60
_STATE, _OFF_LINE = b"\x10\x04\x01", 0x08

Escpos = Any
"""One of python-escpos' printers: it has no types of its own."""


@contextmanager
def _passing_folder() -> Iterator[None]:
    """Let what is imported meanwhile put its temporary files where they are soon gone."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


with _passing_folder():  # WORKAROUND: python-escpos 3.1 leaves a folder in /tmp each time (escpos/capabilities.py)
    from escpos import printer as escpos
    from escpos.capabilities import Profile
    from escpos.exceptions import Error as EscposError

FAULTS = (EscposError, OSError, ValueError, RuntimeError, AssertionError)
"""What python-escpos and the libraries below it raise when a printer is not there or does not obey."""


def print_slip(slip: Image.Image, settings: PrinterSettings, usb_backend: object = None) -> None:
    """Print a slip on the station's printer.

    Raises SettingsError if it is not said where that is, another PlaceError if it does not print.
    """
    where = _where(settings)
    try:
        with _opened(_printer(settings, usb_backend)) as printer:
            talks = _refuse_unless_ready(printer, where)
            put(slip, printer)
            if talks:
                _refuse_unless_ready(printer, where)
    except FAULTS as problem:
        raise PlaceError(f"the printer {where} cannot be used: look at its power, cable and [printer]") from problem


class NoPaper(PlaceError):
    """There is no paper in it."""


class OffLine(PlaceError):
    """Its cover is open, or it is switched off for a while."""


def state_of(settings: PrinterSettings, usb_backend: object = None) -> str:
    """Return in one word how the station's printer is: ``ready``, ``silent``, ``no-paper``, ``off-line``,
    ``unreachable``. Nothing is printed. Raises SettingsError if it is not said where it is."""
    where = _where(settings)
    try:
        with _opened(_printer(settings, usb_backend)) as printer:
            return "ready" if _refuse_unless_ready(printer, where) else "silent"
    except NoPaper:
        return "no-paper"
    except OffLine:
        return "off-line"
    except FAULTS:
        return "unreachable"


def put(slip: Image.Image, printer: Escpos) -> None:
    """Print a slip and cut the paper. Raises one of `FAULTS`."""
    profile = Profile(features=_FEATURES)
    # Whoever does not say how wide the paper is gets a complaint on the standard output.
    profile.profile_data = {**profile.profile_data, "media": {"width": {"pixels": slip.width}}}
    printer.profile = profile
    printer.hw("INIT")
    printer.image(slip, fragment_height=ROWS)
    printer.cut(mode="PART")


def _where(settings: PrinterSettings) -> str:
    """Return where the printer is. Raises SettingsError if that is not said."""
    match settings.kind:
        case "none":
            raise SettingsError("this station has no printer: set [printer] kind")
        case "usb":
            needed, where = "vendor", f"{settings.vendor:04x}:{settings.product:04x}"
        case "network":
            needed, where = "host", f"{settings.host}:{settings.port}"
        case "serial" | "file":
            needed, where = "device", settings.device
    if not getattr(settings, needed):
        raise SettingsError(f"a printer of the kind {settings.kind!r} needs [printer] {needed}")
    return where


def _printer(settings: PrinterSettings, usb_backend: object) -> Escpos:
    match settings.kind:
        case "usb":
            return _usb(settings, usb_backend)
        case "serial":
            return escpos.Serial(settings.device, settings.baud, timeout=ANSWER_S)
        case "network":
            return escpos.Network(settings.host, settings.port, timeout=SEND_S)
    if not Path(settings.device).exists():  # opening it would make a file of that name
        raise FileNotFoundError(settings.device)
    return escpos.File(settings.device)


def _usb(settings: PrinterSettings, backend: object) -> Escpos:
    """Return a printer at USB; what its ends are called differs from model to model."""
    device = usb.core.find(idVendor=settings.vendor, idProduct=settings.product, backend=backend)
    if device is None:
        raise FileNotFoundError("no such device at USB")
    ends = [
        end.bEndpointAddress
        for configuration in device
        for interface in configuration
        if interface.bInterfaceClass == USB_PRINTER
        for end in interface
        if usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
    ]
    usb.util.dispose_resources(device)
    out = [end for end in ends if usb.util.endpoint_direction(end) == usb.util.ENDPOINT_OUT]
    back = [end for end in ends if usb.util.endpoint_direction(end) == usb.util.ENDPOINT_IN]
    if not out:
        raise ValueError("this is no printer")
    return escpos.Usb(
        settings.vendor,
        settings.product,
        {"backend": backend},
        timeout=round(SEND_S * 1000),
        out_ep=out[0],
        in_ep=back[0] if back else 0,
    )


@contextmanager
def _opened(printer: Escpos) -> Iterator[Escpos]:
    try:
        printer.open()
        yield printer
        printer.close()
    finally:
        with suppress(*FAULTS):
            printer.close()
        printer.device = None  # else it tries to close it once more when it is thrown away, and complains


def _refuse_unless_ready(printer: Escpos, where: str) -> bool:
    """Raise PlaceError if the printer says that it cannot print; return whether it says anything at all."""
    paper = _ask(printer, _PAPER)
    if paper is None:
        return False
    if paper & _PAPER_OUT == _PAPER_OUT:
        raise NoPaper(f"the printer {where} has no paper: put in a roll")
    state = _ask(printer, _STATE)
    if state is not None and state & _OFF_LINE:
        raise OffLine(f"the printer {where} is not ready: close its cover and switch it on")
    return True


def _ask(printer: Escpos, question: bytes) -> int | None:
    """Return a printer's answer about its state, or None if it gives none."""
    line = printer.device if isinstance(printer, escpos.Network) else None
    try:
        if line is not None:
            line.settimeout(ANSWER_S)
        answer = printer.query_status(question)
    except (NotImplementedError, TimeoutError, usb.core.USBTimeoutError, ValueError):  # the last without a way back
        return None
    finally:
        if line is not None:
            line.settimeout(SEND_S)
    if line is not None and not answer:
        raise ConnectionResetError("the printer hung up")
    return next((sign for sign in answer if sign & _ANSWER_MASK == _ANSWER), None)
