"""Typing on the screen: letters become Chinese words, of the catalogue first and then of the pinyin engine."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.bridge.records import QStringList
from kiosk.ui.pinyin import MOST_LETTERS, Pinyin
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

LIMITS = {"search": 60, "wish": 200, "name": 40, "code": 18}
"""How many signs each purpose takes."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SIGNS = "1234567890，。？！、：；（）-/.+%～@"
MOST = 48
"""Candidates that are looked up; whoever does not find the word among them types one more letter."""
PADDING = 1.2
"""What a candidate takes beside its signs, in widths of a sign: the rims of its key, and the gap to the next."""
WAIT_MS = 250
"""How long the engine's candidates wait for those of the catalogue, so that no word moves under a finger."""
PINYIN, LATIN, NUMBERS = "pinyin", "abc", "123"


@QmlElement
class Typing(QObject):
    """What is being typed. Nothing of it outlives the visit."""

    changed = Signal()
    fitChanged = Signal()

    def __init__(self, worker: Worker, pinyin: Pinyin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._pinyin = pinyin
        self._purpose = "search"
        self._text = ""
        self._composing = ""
        self._mode = self._letters = PINYIN
        self._asked = ""
        self._known: list[str] = []
        self._words: list[str] = []
        self._shown: list[str] = []
        self._ready = True
        self._page = 0
        self._room = 12.0
        self._rows = 2
        self._patience = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._patience.timeout.connect(lambda: self._offer([]))

    @Slot(str, str)
    def begin(self, purpose: str, text: str) -> None:
        """Type for a purpose (`LIMITS`), going on from a text."""
        self._purpose = purpose if purpose in LIMITS else "search"
        self._text = text[: self._limit]
        self._mode = self._letters = PINYIN
        if purpose == "code":
            self._mode, self._letters = NUMBERS, LATIN
        self._compose("")
        self._pinyin.open()

    @Slot(str)
    def press(self, sign: str) -> None:
        """Take one key: a letter is composed, or written as it is; a sign first settles what is composed."""
        if len(sign) != 1 or sign not in LETTERS + SIGNS:
            return
        if self._mode == PINYIN and sign in LETTERS:
            if len(self._composing) < MOST_LETTERS and len(self._text) < self._limit:
                self._compose(self._composing + sign)
        else:
            self._settle()
            self._write(sign)

    @Slot()
    def erase(self) -> None:
        """Take back the last letter or sign."""
        if self._composing:
            self._compose(self._composing[:-1])
        elif self._text:
            self._text = self._text[:-1]
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Take everything back."""
        self._text = ""
        self._compose("")

    @Slot(int)
    def choose(self, place: int) -> None:
        """Take a candidate of the page; letters it does not stand for are composed further."""
        page = self._shown
        if not self._ready or not 0 <= place < len(page):
            return
        word = page[place]
        left = "" if word in self._known else self._pinyin.choose(self._words.index(word))
        self._text = (self._text + word)[: self._limit]
        self._compose(left)

    @Slot()
    def space(self) -> None:
        """Take the first candidate, or write a space between two words."""
        if self._composing:
            self._settle()
            self.changed.emit()
        elif self._text and not self._text.endswith(" "):
            self._write(" ")

    @Slot(result=str)
    def commit(self) -> str:
        """Settle what is composed and return the whole text."""
        self._settle()
        self._text = self._text.strip()
        self.changed.emit()
        return self._text

    @Slot(int)
    def turn(self, by: int) -> None:
        """Turn to another page of candidates."""
        page = max(0, min(self._page + by, len(self._pages()) - 1))
        if page != self._page:
            self._page = page
            self._show()

    @Slot()
    def toggleMode(self) -> None:
        """Type Chinese by pinyin, or letters as they are."""
        self._write_letters()
        self._mode = self._letters = LATIN if self._letters == PINYIN else PINYIN
        self.changed.emit()

    @Slot()
    def toggleNumbers(self) -> None:
        """Show numbers and signs, or the letters again."""
        self._mode = self._letters if self._mode == NUMBERS else NUMBERS
        self.changed.emit()

    def forget(self) -> None:
        """Forget everything, the engine too."""
        self._pinyin.close()
        self._purpose, self._text = "search", ""
        self._mode = self._letters = PINYIN
        self._asked = ""
        self._compose("")

    @property
    def _limit(self) -> int:
        return LIMITS[self._purpose]

    def _write(self, sign: str) -> None:
        self._text = (self._text + sign)[: self._limit]
        self.changed.emit()

    def _write_letters(self) -> None:
        self._text = (self._text + self._composing)[: self._limit]
        self._compose("")

    def _settle(self) -> None:
        """Write what is composed: the likeliest words, and letters no word stands for as they are."""
        while self._composing:
            if not self._ready:
                self._offer([])
            words = self._known + self._words
            if not words:
                self._write_letters()
                return
            left = "" if self._known else self._pinyin.choose(0)
            self._text = (self._text + words[0])[: self._limit]
            self._compose(left)

    def _compose(self, letters: str) -> None:
        """Compose these letters, and ask what they may stand for."""
        self._composing, self._page = letters, 0
        self._known = []
        self._words = self._pinyin.candidates(letters, MOST) if letters else []
        self._ready = not letters or self._purpose != "search"
        self._patience.stop()
        if not self._ready:
            self._patience.start()
            self._ask()
        self._show()

    def _ask(self) -> None:
        """Ask the catalogue, one question at a time."""
        if not self._asked:
            asked = self._asked = self._composing
            self._worker.ask(
                lambda desk: desk.searching.suggest(asked),
                lambda found: self._hear(asked, found),
                lambda _: self._hear(asked, []),
            )

    def _hear(self, asked: str, found: list[str]) -> None:
        if asked != self._asked:
            return  # asked in a visit before
        self._asked = ""
        if self._ready:
            return
        if asked == self._composing:
            self._offer(found)
        else:
            self._ask()

    def _offer(self, known: list[str]) -> None:
        self._patience.stop()
        self._ready = True
        self._known = known
        self._show()

    def _show(self) -> None:
        """Show a page of candidates. Those before stay, and cannot be chosen, until all the new ones are known."""
        if self._ready:
            pages = self._pages()
            self._shown = pages[self._page] if self._page < len(pages) else []
        self.changed.emit()

    def _pages(self) -> list[list[str]]:
        """Return the candidates as they fill their rows."""
        words = [*self._known, *(word for word in self._words if word not in self._known)]
        pages: list[list[str]] = []
        row, left = self._rows, 0.0
        for word in words:
            wide = len(word) + PADDING
            if wide > self._room:
                continue
            if wide > left:
                row, left = row + 1, self._room
            if row > self._rows or not pages:
                pages.append([])
                row = 1
            pages[-1].append(word)
            left -= wide
        return pages

    def _get_room(self) -> float:
        return self._room

    def _set_room(self, room: float) -> None:
        if room > 0 and room != self._room:
            self._room, self._page = room, 0
            self.fitChanged.emit()
            self._show()

    def _get_rows(self) -> int:
        return self._rows

    def _set_rows(self, rows: int) -> None:
        if rows > 0 and rows != self._rows:
            self._rows, self._page = rows, 0
            self.fitChanged.emit()
            self._show()

    room = Property(float, _get_room, _set_room, notify=fitChanged)
    """How wide a row of candidates is, in widths of a sign."""
    rows = Property(int, _get_rows, _set_rows, notify=fitChanged)
    """How many rows of candidates there are."""

    @Property(float, notify=fitChanged)
    def padding(self) -> float:
        """What a candidate takes beside its signs, in widths of a sign."""
        return PADDING

    @Property(str, notify=changed)
    def purpose(self) -> str:
        """What the text is for: ``search`` or ``wish``."""
        return self._purpose

    @Property(str, notify=changed)
    def text(self) -> str:
        """What is written so far."""
        return self._text

    @Property(str, notify=changed)
    def composing(self) -> str:
        """The letters that are to become a word."""
        return self._composing

    @Property(str, notify=changed)
    def spelled(self) -> str:
        """The same in syllables, as far as they are known."""
        return self._pinyin.spelled if self._composing else ""

    @Property(bool, notify=changed)
    def lost(self) -> bool:
        """Whether there is no word for the letters."""
        return bool(self._composing and self._ready and not self._known + self._words)

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """Whether anything has been typed."""
        return bool(self._text or self._composing)

    @Property(bool, notify=changed)
    def full(self) -> bool:
        """Whether no more signs are taken."""
        return len(self._text) >= self._limit

    @Property(QStringList, notify=changed)
    def candidates(self) -> list[str]:
        """The words one can choose among on this page."""
        return self._shown

    @Property(int, notify=changed)
    def candidatePage(self) -> int:
        return self._page

    @Property(bool, notify=changed)
    def hasMore(self) -> bool:
        """Whether there is another page of candidates."""
        return self._page < len(self._pages()) - 1

    @Property(str, notify=changed)
    def mode(self) -> str:
        """What the keys show: ``pinyin``, ``abc`` or ``123``."""
        return self._mode

    @Property(bool, notify=changed)
    def latin(self) -> bool:
        """Whether letters are written as they are."""
        return self._letters == LATIN
