"""The loop over posts takes their fields by place: the names in the template are those of the rows, in their order."""

import re
from pathlib import Path

from forum.topics.views import AuthorView, PostRow

_TEMPLATE = Path(__file__).parents[2] / "templates/topics/_posts.html"
_NAMED_APART = {"by_url": "url", "law_cited": "law"}


def test_the_template_names_the_fields_of_a_post_in_their_order() -> None:
    found = re.search(r"for post, \((.*?), \((.*?)\), (.*?)\) in posts\|opened", _TEMPLATE.read_text("utf-8"))
    assert found is not None
    before, author, after = ([_NAMED_APART.get(name, name) for name in part.split(", ")] for part in found.groups())
    assert tuple(author) == AuthorView._fields
    assert (*before, "author", *after) == PostRow._fields
