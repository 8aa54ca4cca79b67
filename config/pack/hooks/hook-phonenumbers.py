"""Collects the formats of numbers, and not the 40 MB that say in which town a number is."""

from PyInstaller.utils.hooks import collect_submodules

hiddenimports = collect_submodules("phonenumbers.data")
