"""French legal references in text: find them, name them, link them, and say what became of them.

Pure: neither the web nor the database. `find_citations` is the door; the other names work on the keys it returns.
"""

from forum.legal.citation import Citation, Mark, to_json
from forum.legal.links import official_url
from forum.legal.recogniser import find_citations

__all__ = ["Citation", "Mark", "find_citations", "official_url", "to_json"]
