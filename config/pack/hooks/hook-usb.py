"""libusb is the system's: it must fit its udev. Its backends are loaded by name."""

from PyInstaller.utils.hooks import collect_submodules

hiddenimports = collect_submodules("usb.backend")
