"""Feeds of references: as new as the newest entry they show, and not sent twice to who has them."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import sqlalchemy as sa

from forum import clock
from forum.db import db
from forum.topics.models import Post
from tests.factories import Factory

FEED = "/feeds/droit/code-civil/1240"
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime(2024, 5, 1, 12, tzinfo=UTC)


def _cite(factory: Factory, topic: int, at: datetime) -> int:
    with clock.set_to(at):
        return factory.reply(topic, factory.user(), "L’article 1240 du code civil.")


def _updated(factory: Factory) -> list[str]:
    feed = ElementTree.fromstring(factory.browser().get(FEED).text)  # noqa: S314  # our own
    return [feed.findtext(f"{ATOM}updated") or "", *(each.text or "" for each in feed.iterfind(f"*/{ATOM}updated"))]


def test_a_feed_is_as_new_as_the_newest_of_its_entries(factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user())
    first = _cite(factory, topic, DAY)
    _cite(factory, topic, DAY - timedelta(days=365))  # as imported posts are: a later number, an earlier day
    assert _updated(factory) == ["2024-05-01T12:00:00+00:00", "2024-05-01T12:00:00+00:00", "2023-05-02T12:00:00+00:00"]
    edited = DAY + timedelta(days=3)
    factory.write(lambda: db.session.execute(sa.update(Post).where(Post.id == first).values(edited_at=edited)))
    assert max(_updated(factory)) == _updated(factory)[0] == "2024-05-04T12:00:00+00:00"


def test_imported_posts_do_not_push_out_newer_ones(factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user())
    _cite(factory, topic, DAY)
    for age in range(20):
        _cite(factory, topic, DAY - timedelta(days=1000 - age))
    _feed, first, *others = _updated(factory)
    assert first == "2024-05-01T12:00:00+00:00"
    assert len(others) == 19
    assert others == sorted(others, reverse=True)


def test_who_has_the_feed_is_not_sent_it_again_until_it_changes(factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user())
    _cite(factory, topic, DAY)
    browser = factory.browser()
    tag = browser.get(FEED).headers["ETag"]
    for _asked in ("from the cache of pages", "again"):
        again = browser.client.get(FEED, headers={"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert browser.get(FEED).headers["ETag"] == tag
    factory.reply(topic, factory.user(), "Rien de cité.")  # moves the site on, not this feed
    assert browser.client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    _cite(factory, topic, DAY)
    assert browser.client.get(FEED, headers={"If-None-Match": tag}).status_code == 200
