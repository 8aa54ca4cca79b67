"""Puts the station together. Nobody imports it."""
