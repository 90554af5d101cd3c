"""What pages say of law that moved: true of each post's own day, in both languages, with the way to today's."""

from datetime import UTC, datetime
from typing import Any

import pytest

from forum import clock
from forum.accounts.models import MODERATORS, User
from forum.db import db
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.citing import choose_law
from forum.topics.models import Topic
from tests.browsing import Page
from tests.factories import Factory, text

OLD = datetime(2013, 5, 1, 12, tzinfo=UTC)
SOON = datetime(2016, 5, 2, 12, tzinfo=UTC)
# Half an hour before the reform in Paris, and half an hour after.
EVE = datetime(2016, 9, 30, 21, 30, tzinfo=UTC)
FIRST = datetime(2016, 9, 30, 22, 30, tzinfo=UTC)
LATE = datetime(2024, 5, 1, 12, tzinfo=UTC)


def _topic(factory: Factory, body: str, at: datetime, **forum: Any) -> tuple[int, str]:
    """The id and address of a topic that says `body`."""
    author = factory.user(groups=(MODERATORS,))
    place = factory.forum(f"Forum {factory.user()}", **forum)

    def make() -> tuple[int, str]:
        with clock.set_to(at):
            draft = topics.TopicDraft("Un sujet de droit")
            opened = topics.open_topic(
                db.session.get_one(User, author), db.session.get_one(Forum, place), draft, text(body)
            )
        topic = db.session.get_one(Topic, opened.topic_id)
        return topic.id, f"/t/{topic.id}/{topic.slug}"

    return factory.write(make)


def _page(factory: Factory, body: str, at: datetime, language: str = "fr") -> Page:
    _, address = _topic(factory, body, at)
    return factory.browser().get(f"{address}?lang={language}" if language != "fr" else address)


@pytest.mark.parametrize(
    ("at", "language", "aloud", "seen"),
    [
        (OLD, "fr", "1382 (devenu l’article 1240)", "1240</span>"),
        (OLD, "en", "1382 (now Article 1240)", "1240</span>"),
        (EVE, "fr", "1382 (devenu l’article 1240)", "1240</span>"),
        (FIRST, "fr", "1382 (s’il s’agit de l’ancien, devenu l’article 1240)", "1240\u202f?</span>"),
        (LATE, "fr", "1382 (s’il s’agit de l’ancien, devenu l’article 1240)", "1240\u202f?</span>"),
        (LATE, "en", "1382 (if the former one is meant, now Article 1240)", "1240?</span>"),
    ],
)
def test_a_chip_says_for_sure_what_is_sure_and_asks_where_todays_text_may_be_meant(
    factory: Factory, at: datetime, language: str, aloud: str, seen: str
) -> None:
    page = _page(factory, "L’article 1382 du code civil.", at, language)
    assert aloud in page.words()
    assert f"\u00a0→\u00a0{seen}" in page.text
    assert ('<small class="moved maybe">' in page.text) is (at in (FIRST, LATE))


@pytest.mark.parametrize(
    ("language", "listed"),
    [("fr", "se retrouve aux articles 1103, 1104 et 1193 ("), ("en", "found in Articles 1103, 1104 and 1193 (")],
)
def test_the_sentence_links_the_articles_of_today(factory: Factory, language: str, listed: str) -> None:
    page = _page(factory, "L’article 1134 du code civil.", OLD, language)
    assert listed in page.words()
    for number in ("1103", "1104", "1193"):
        assert f'<a href="/droit/code-civil/{number}' in page.text


def test_the_list_of_the_staff_links_them_too(factory: Factory) -> None:
    _topic(factory, "L’article 1382 du code civil.", OLD)
    assert "/droit/code-civil/1240" in factory.browser(factory.admin()).get("/moderation/droit").links()


@pytest.mark.parametrize(
    ("language", "ended", "given_away"),
    [
        (
            "fr",
            "L’article 1369-8 est abrogé depuis le 1er octobre 2016 ; son texte est passé à l’article 1127-5, lui-même",
            "1127-4, numéro qui désigne à son tour un autre texte depuis le 9 octobre 2016.",
        ),
        (
            "en",
            "Article 1369-8 was repealed as of 1 October 2016; its text went to Article 1127-5, itself repealed as of",
            "1127-4, a number that in turn has referred to a different text since 9 October 2016.",
        ),
    ],
)
def test_a_number_that_is_dead_by_now_is_told_with_its_end_and_no_arrow(
    factory: Factory, language: str, ended: str, given_away: str
) -> None:
    page = _page(factory, "Les articles 1369-7 et 1369-8 du code civil.", OLD, language)
    assert ended in page.words()
    assert given_away in page.words()
    assert "→" not in page.text


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("Le nouvel article 1382 du code civil.", LATE),
        ("L’article 1382 nouveau du code civil.", LATE),
        ("L’actuel article 1382 du code civil.", LATE),
        ("Le futur article 1240 du code civil.", SOON),
        ("L’article 1240 nouveau du code civil.", SOON),
        ("Les futurs articles 1240 à 1244 du code civil.", SOON),
        ("1382 à 1386 du code civil, devenus 1240 à 1244.", OLD),
    ],
)
def test_who_says_which_text_is_meant_is_told_nothing_and_noted_as_nothing_else(
    factory: Factory, body: str, at: datetime
) -> None:
    page = _page(factory, body, at)
    assert "law-notice" not in page.text
    assert "→" not in page.text
    for number in ("1240", "1244"):
        words = factory.browser().get(f"/droit/code-civil/{number}").words()
        assert "désignait un autre texte" not in words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "dans un message du 1er mai 2013, quand ce numéro désignait un autre texte"),
        ("en", "in a post of 1 May 2013, when this number referred to a different text"),
    ],
)
def test_what_is_noted_of_a_topic_bears_the_day_of_the_post(factory: Factory, language: str, words: str) -> None:
    topic, _ = _topic(factory, "L’article 1240 du code civil.", OLD)
    with clock.set_to(LATE):
        factory.reply(topic, factory.user(), "Merci !")
    assert words in factory.browser().get(f"/droit/code-civil/1240?lang={language}").words()


def test_the_ends_of_a_range_on_its_page_and_in_its_post(factory: Factory) -> None:
    page = _page(factory, "Les articles 1382 à 1386 du code civil.", OLD)
    assert "1382\u00a0→\u00a01240\u202f;" in page.text
    assert "1386\u00a0→\u00a01244</span>" in page.text
    words = factory.browser().get("/droit/code-civil/1382..1386").words()
    assert "Ce que l’on sait" in words
    for step in ("1382 →devenu 1240", "1386 →devenu 1244"):
        assert f"{step} depuis le 1er octobre 2016" in words


@pytest.mark.parametrize(
    ("language", "gone", "stays"),
    [
        (
            "fr",
            "833 →est devenu 834 le 1er décembre 2010 (l’article 834 porte aujourd’hui un autre texte)",
            "808 →devenu 834 depuis le 1er janvier 2020",
        ),
        (
            "en",
            "833 →became 834 on 1 December 2010 (Article 834 holds a different text today)",
            "808 →now 834 since 1 January 2020",
        ),
    ],
)
def test_the_page_of_a_number_tells_the_text_that_left_it_from_the_one_that_stays(
    factory: Factory, language: str, gone: str, stays: str
) -> None:
    words = factory.browser().get(f"/droit/code-de-procedure-civile/834?lang={language}").words()
    assert gone in words
    assert stays in words


def test_what_a_topic_carries_is_told_as_what_its_posts_cite(factory: Factory) -> None:
    topic, address = _topic(factory, "Rien de cité.", OLD)
    factory.write(lambda: choose_law(db.session.get_one(Topic, topic), ["code-civil/1383"]))
    page = factory.browser().get(address)
    assert "1383 (devenu l’article 1241)" in page.words()
    assert "<summary>1 texte cité a changé de numéro depuis</summary>" in page.text
    assert "l’article 1383 désigne un autre texte" in page.words()


def test_what_a_post_says_of_it_counts_once(factory: Factory) -> None:
    topic, address = _topic(factory, "L’article 1383 du code civil.", OLD)
    factory.write(lambda: choose_law(db.session.get_one(Topic, topic), ["code-civil/1383"]))
    assert "<summary>1 texte cité a changé" in factory.browser().get(address).text


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("Le futur article 1240 du code civil reprendra l’article 1382.", SOON),
        ("L’actuel article 1382 du code civil deviendra l’article 1240.", SOON),
        ("Article 1382 C. civ. (1240 nouveau).", SOON),
        ("Les articles 1382 et 1240 du code civil.", LATE),
    ],
)
def test_who_needs_no_warning_is_told_of_a_number_in_force_that_it_names_another_text(
    factory: Factory, body: str, at: datetime
) -> None:
    page = _page(factory, body, at)
    listed = page.words().partition("Textes cités")[2]
    assert listed.count("l’article 1382 désigne un autre texte") == 1
    assert "Article 1382 du code civil texte officielDepuis le 1er octobre 2016" in listed
    assert "law-moved" not in page.text
