"""A list of frozen records as a model with one role for each field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
RENAMED = {"id": "key", "checked": "confirmed", "do": "remedy"}
"""What a field is called in QML, where ``id`` names an item, ``checked`` says whether something is chosen, and ``do``
begins a loop."""

QStringList: Any = "QStringList"
"""The type of a property that is a list of texts, under the name the tools for QML know."""
QVariantList: Any = "QVariantList"
"""The same for a property that is a list of anything."""
QVariantMap: Any = "QVariantMap"
"""The same for a property that is a table by names."""


def as_map(record: object) -> dict[str, Any]:
    """Return a frozen record as QML takes it apart: by names, with lists in place of tuples."""
    told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    return told


class RecordList(QAbstractListModel):
    """Records of one kind. An enum is given by its value, a tuple as a list; see also `RENAMED`."""

    def __init__(self, fields: Iterable[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = {int(Qt.ItemDataRole.UserRole) + place: name for place, name in enumerate(fields)}
        self._records: tuple[object, ...] = ()

    def show(self, records: Sequence[object]) -> None:
        """Replace what is in the list; an equal list changes nothing."""
        fresh = tuple(records)
        if fresh != self._records:
            self.beginResetModel()
            self._records = fresh
            self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        name = self._fields.get(role)
        if name is None or not 0 <= index.row() < len(self._records):
            return None
        value = getattr(self._records[index.row()], name)
        if isinstance(value, Enum):
            return value.value
        return list(value) if isinstance(value, tuple) else value

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802
        return {role: QByteArray(RENAMED.get(name, name).encode()) for role, name in self._fields.items()}

    @Slot(result=int)
    def count(self) -> int:
        """Return how many records there are."""
        return len(self._records)
