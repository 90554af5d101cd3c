"""Every number the renderer enforces, in one place, so that settings and help pages can show them.

Sizes are characters after `clean_text`. Structure is counted outside code, after what merely looks like markup
has been set aside (see `masking`), so that a log or a contract full of brackets is not mistaken for an attack.
"""

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Kind(StrEnum):
    """What the text is for, hence what it may contain."""

    POST = "post"
    BIO = "bio"
    SIGNATURE = "signature"
    DESCRIPTION = "description"


@unique
class Rule(StrEnum):
    """Why a text was refused: stable ids, for which the web edge holds a sentence in the reader's language."""

    LENGTH = "length"
    LINES = "lines"
    LINE = "line"
    WORD = "word"
    QUOTE_DEPTH = "quote_depth"
    LIST_DEPTH = "list_depth"
    BRACKETS = "brackets"
    BRACKET_DEPTH = "bracket_depth"
    LINKS = "links"
    IMAGES = "images"
    FOOTNOTES = "footnotes"
    REFERENCES = "references"
    EMPHASIS = "emphasis"
    CODE_SPANS = "code_spans"
    HEADINGS = "headings"
    TABLE_COLUMNS = "table_columns"
    TABLE_CELLS = "table_cells"
    OUTPUT = "output"
    TAGS = "tags"
    NESTING = "nesting"
    TIME = "time"
    MEMORY = "memory"
    FAILED = "failed"
    """The renderer itself failed, twice: a fault of ours, logged by the child."""


@unique
class Feature(StrEnum):
    """A family of Markdown forms that a kind of text may use."""

    LISTS = "lists"
    QUOTES = "quotes"
    CODE_BLOCKS = "code_blocks"
    HEADINGS = "headings"
    TABLES = "tables"
    FOOTNOTES = "footnotes"
    IMAGES = "images"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of text may hold."""

    characters: int
    lines: int
    links: int
    features: frozenset[Feature]
    inline: bool = False
    """Only the words inside a paragraph, without the paragraph."""


PROFILES: dict[Kind, Profile] = {
    Kind.POST: Profile(32_000, 3_000, 300, frozenset(Feature)),
    Kind.BIO: Profile(2_000, 60, 20, frozenset({Feature.LISTS, Feature.QUOTES})),
    Kind.SIGNATURE: Profile(500, 10, 5, frozenset()),
    Kind.DESCRIPTION: Profile(300, 1, 5, frozenset(), inline=True),
}

LINE_CHARACTERS = 20_000
"""A 3,000-word post pasted as one paragraph is honest and is 18,000 characters long."""
WORD_CHARACTERS = 2_000
"""Longest address that browsers and servers agree on; the page breaks long words itself."""
QUOTE_DEPTH = 10
LIST_DEPTH = 10
BRACKET_PAIRS = 400
BRACKET_DEPTH = 10
IMAGES = 50
FOOTNOTES = 100
REFERENCES = 100
LINK_TARGET_CHARACTERS = 2_300
"""An address and its title, between the parentheses of a link."""
EMPHASIS_RUNS = 2_000
CODE_SPANS = 500
HEADINGS = 200
TABLE_COLUMNS = 30
TABLE_CELLS = 3_000
MENTIONS = 10
CITATIONS = 300
"""References of the law that are linked in one text; the most learned of articles have a hundred."""

OUTPUT_FACTOR = 10
OUTPUT_ALLOWANCE = 100_000
"""HTML is at most ten times its source plus this many characters."""
OUTPUT_TAGS = 5_000
OUTPUT_DEPTH = 50

CPU_SECONDS = 1.0
WALL_SECONDS = 1.5
UNHURRIED_WALL_SECONDS = 60.0
"""Where nobody waits for one text: on a busy machine the clock runs while the child waits for its processor, and 11 of
19,000 good posts were taken for too complex. The child's own second of processor time bounds it all the same."""
MEMORY_BYTES = 256 * 1024 * 1024
