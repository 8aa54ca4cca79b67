"""The languages of the screen: catalogues of translations, for what Python says and for what QML says."""

from __future__ import annotations

from collections.abc import Mapping

import polib
from PySide6.QtCore import QCoreApplication, QTranslator

from kiosk.domain.errors import PlaceError
from kiosk.domain.tongue import Texts, speak
from kiosk.settings import ASSETS

CHINESE = "zh"
CATALOGUES = {"en": "en.po", "simple": "zh-simple.po"}
"""Besides Chinese, which is the source: English, and 简单说, which is Chinese in short sentences."""
LANGUAGES = (CHINESE, *CATALOGUES)


def spoken_in(language: str) -> str:
    """Return the voice a language is read out with: ``zh`` or ``en``."""
    return "en" if language == "en" else "zh"


def read_catalogue(language: str) -> Mapping[str, str]:
    """Return the translations into a language, by the Chinese words.

    Raises PlaceError if the file cannot be read.
    """
    path = ASSETS / "words" / CATALOGUES[language]
    try:
        return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.translated()}
    except (OSError, ValueError) as problem:
        raise PlaceError(f"the translations in {path} cannot be read: install the program again") from problem


class Languages:
    """Speaks one language at a time, everywhere."""

    def __init__(self) -> None:
        self._known: dict[str, Texts] = {}
        self._translator: _Translator | None = None

    def speak(self, language: str) -> None:
        """Say everything in one of `LANGUAGES` from now on; bindings of QML have to be evaluated anew."""
        if language == CHINESE:
            self.speak_texts(None)
            return
        if language not in self._known:
            self._known[language] = read_catalogue(language)
        self.speak_texts(self._known[language])

    def speak_texts(self, texts: Texts | None) -> None:
        """Say everything with these texts; None is Chinese."""
        speak(texts)
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
        if texts is not None:
            self._translator = _Translator(texts)
            QCoreApplication.installTranslator(self._translator)


class _Translator(QTranslator):
    """Gives Qt the same catalogue that `kiosk.domain.tongue` says things from."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts

    def isEmpty(self) -> bool:  # noqa: N802
        """Tell Qt that there is something to ask for."""
        return False

    def translate(self, context: str, words: str, disambiguation: str | None = None, number: int = -1) -> str:
        """Return what to say for the words of a qsTr()."""
        return self._texts.get(words, words)
