"""Stations that live for hours and days: what grows, and what a day costs the disk."""
