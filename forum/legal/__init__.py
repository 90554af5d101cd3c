"""French legal references in text: find them, name them, link them, and say what became of them.

Pure: neither the web nor the database. `find_citations` is the door; the other names work on the keys it returns.
"""

from forum.legal.citation import Citation, Mark, to_json
from forum.legal.freshness import Case, Standing, reform_of, status
from forum.legal.links import official_url
from forum.legal.names import display_number, full_title, short_name, title_within
from forum.legal.notices import notice
from forum.legal.recogniser import find_citations
from forum.legal.routes import Hop, chain

__all__ = [
    "Case",
    "Citation",
    "Hop",
    "Mark",
    "Standing",
    "chain",
    "display_number",
    "find_citations",
    "full_title",
    "notice",
    "official_url",
    "reform_of",
    "short_name",
    "status",
    "title_within",
    "to_json",
]
