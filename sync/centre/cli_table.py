"""Tables as the commands show them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text


def show_table(columns: tuple[str, ...], rows: Iterable[Iterable[str]]) -> None:
    """Print rows under their headings; what somebody else wrote cannot change how it looks."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(word) for word in row))
    Console().print(table)
