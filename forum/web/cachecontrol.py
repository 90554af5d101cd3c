"""What a view says of its answer to the page cache."""

from flask import request

from forum.web import pagecache
from forum.web.login import actor


def same_for_all_visitors(topic_id: int | None = None) -> None:
    """This answer is the same for every visitor; with a topic, each hit counts as a view of it."""
    if actor() is None:
        request.environ[pagecache.CACHEABLE] = True
        request.environ[pagecache.VIEWED] = topic_id
