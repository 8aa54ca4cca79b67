"""The station: the screen of an unattended community job station."""

__version__ = "0.1.0"
