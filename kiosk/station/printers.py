"""The printers that are connected to this machine, as far as Linux shows them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

FILES, SERIALS = "dev/usb/lp*", ("dev/ttyUSB*", "dev/ttyACM*")
USB = "sys/bus/usb/devices/*/bInterfaceClass"
USB_PRINTER = "07"
"""The class of interface of printers (USB-IF)."""


def connected(root: Path = Path("/")) -> dict[str, dict[str, object]]:
    """Return the printers found: for each its name for a person, and its options of ``[printer]``.

    A printer that the system drives comes first; the bare USB device is the same one by another way.
    A serial line does not say what hangs on it.
    """
    found: dict[str, dict[str, object]] = {}
    for path in sorted(root.glob(FILES)):
        device = f"/{path.relative_to(root)}"
        found[f"USB 打印机 {device}"] = {"kind": "file", "device": device}
    for path in sorted(root.glob(USB)):
        with suppress(OSError, ValueError):
            if path.read_text("ascii").strip() == USB_PRINTER and not list(path.parent.glob("usbmisc/lp*")):
                device_folder = path.parent.parent / path.parent.name.partition(":")[0]
                vendor, product = (int((device_folder / name).read_text(), 16) for name in ("idVendor", "idProduct"))
                found[f"USB 打印机 {vendor:04x}:{product:04x}"] = {"kind": "usb", "vendor": vendor, "product": product}
    for path in sorted(one for pattern in SERIALS for one in root.glob(pattern)):
        device = f"/{path.relative_to(root)}"
        found[f"串口 {device}"] = {"kind": "serial", "device": device}
    return found
