"""A model of meaning for tests: two texts are near when they share words. Small, and the same on every machine."""

from zlib import crc32

from forum.search.analysis import stems_of, words
from forum.search.meaning import packed

_PARTS = 64


class WordsAlone:
    """Each stem has one part of the vector."""

    def of_text(self, text: str) -> bytes:
        parts = [0.0] * _PARTS
        for word in words(text):
            for stem in stems_of(word):
                parts[crc32(stem.encode()) % _PARTS] += 1
        length = sum(part * part for part in parts) ** 0.5 or 1
        return packed(part / length / 4 for part in parts)

    def of_question(self, text: str) -> bytes:
        return self.of_text(text)
