"""Made-up French: titles, and texts of about 650 characters in a few paragraphs. The same generator, the same words."""

import re
from random import Random

from forum.demo.words import SENTENCES, SLOTS, TITLES
from forum.topics.models import TITLE_LENGTH

_SLOT = re.compile(r"\{(\w+)\}")


def title(random: Random) -> str:
    """A title that begins with a capital letter and fits its column."""
    return _capital(_filled(random.choice(TITLES), random))[:TITLE_LENGTH]


def text(random: Random) -> str:
    """A text of 110 to 1,200 characters; 650 on average, the sentence that goes over included."""
    wanted = random.triangular(110, 1100, 610)
    paragraphs: list[list[str]] = [[]]
    length = 0
    while length < wanted:
        if len(paragraphs[-1]) >= random.randint(2, 4):
            paragraphs.append([])
        sentence = _capital(_filled(random.choice(SENTENCES), random))
        paragraphs[-1].append(sentence)
        length += len(sentence) + 1
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs)


def _filled(pattern: str, random: Random) -> str:
    return _SLOT.sub(lambda slot: random.choice(SLOTS[slot[1]]), pattern)


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
