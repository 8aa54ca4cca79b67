"""Printers to print on: one with a network socket, one at a serial line, one at a USB that is only in memory."""

from __future__ import annotations

import os
import pty
import select
import socket
import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

QUESTIONS = {b"\x10\x04\x01": "state", b"\x10\x04\x04": "paper"}
READY = {"state": 0x12, "paper": 0x12}
NO_PAPER = {"state": 0x1A, "paper": 0x72}
COVER_OPEN = {"state": 0x1A, "paper": 0x12}


@dataclass
class Talking:
    """What a printer says of itself, and what it was sent. It may run out of paper after so many bytes."""

    says: dict[str, int] = field(default_factory=lambda: dict(READY))
    sent: bytes = b""
    out_after: int | None = None

    def take(self, data: bytes) -> bytes:
        """Take bytes; return what is answered to the questions among them."""
        answers = b""
        self.sent += data
        if self.out_after is not None and len(self.sent) > self.out_after:
            self.says = NO_PAPER
        for question, name in QUESTIONS.items():
            answers += bytes([self.says[name]]) * data.count(question) if self.says else b""
        return answers


@contextmanager
def network_printer(printer: Talking) -> Iterator[int]:
    """Give the port of a printer that takes one slip after another."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, _ = server.accept()
                    with line:
                        while data := line.recv(65_536):
                            line.sendall(printer.take(data))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)


@contextmanager
def serial_printer(printer: Talking) -> Iterator[str]:
    """Give the device of a printer at a serial line."""
    ours, theirs = pty.openpty()
    over, end = os.pipe()

    def serve() -> None:
        while True:
            ready, _, _ = select.select([ours, over], [], [])
            if over in ready and ours not in ready:
                return
            with suppress(OSError):
                os.write(ours, printer.take(os.read(ours, 65_536)))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield os.ttyname(theirs)
    os.write(end, b".")
    thread.join(10)
    for one in (ours, theirs, over, end):
        os.close(one)


class UsbBus(usb.backend.IBackend):  # type: ignore[misc]
    """A USB with one device on it, as pyusb asks for it."""

    def __init__(self, printer: Talking, *, out: int = 0x03, back: int | None = 0x84, kind: int = 7) -> None:
        self._printer = printer
        self._ends = [end for end in (back, out) if end is not None]
        self._kind = kind
        self._answers = b""
        self.written_to: set[int] = set()

    def enumerate_devices(self) -> Iterator[str]:
        yield "printer"

    def get_device_descriptor(self, dev: Any) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x0416, idProduct=0x5011, bcdDevice=0, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=len(self._ends),
            bInterfaceClass=self._kind, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=self._ends[ep], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Any) -> str:
        return "open"

    def close_device(self, dev_handle: Any) -> None: ...

    def set_configuration(self, dev_handle: Any, config_value: int) -> None: ...

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def set_interface_altsetting(self, dev_handle: Any, intf: int, altsetting: int) -> None: ...

    def claim_interface(self, dev_handle: Any, intf: int) -> None: ...

    def release_interface(self, dev_handle: Any, intf: int) -> None: ...

    def reset_device(self, dev_handle: Any) -> None: ...

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        self.written_to.add(ep)
        self._answers += self._printer.take(bytes(data))
        return len(data)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: array[int], timeout: int) -> int:
        if not self._answers:
            raise usb.core.USBTimeoutError("Operation timed out", 110, 110)
        taken, self._answers = self._answers, b""
        buff[: len(taken)] = array("B", taken)
        return len(taken)
