"""The page of an article gathers what cites it by its former number, says so, and takes nothing for it that is not."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from forum import clock
from forum.accounts.models import MODERATORS, User
from forum.db import db
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.citing import choose_law
from forum.topics.models import Kind, Topic
from tests.factories import PRIVATE, Factory, text

BEFORE = datetime(2014, 5, 1, 12, tzinfo=UTC)
AFTER = datetime(2024, 5, 1, 12, tzinfo=UTC)
NOW = "/droit/code-civil/1240"


def _topic(factory: Factory, body: str, at: datetime = BEFORE, kind: Kind = Kind.DISCUSSION, **forum: Any) -> int:
    author = factory.user(groups=(MODERATORS,))
    place = factory.forum(f"Forum {factory.user()}", **forum)

    def make() -> int:
        with clock.set_to(at):
            draft = topics.TopicDraft("Un sujet de droit", kind)
            opened = topics.open_topic(
                db.session.get_one(User, author), db.session.get_one(Forum, place), draft, text(body)
            )
        return opened.topic_id

    return factory.write(make)


def _words(factory: Factory, address: str) -> str:
    return factory.browser().get(address).words()


@pytest.mark.parametrize(
    ("body", "at", "address", "note"),
    [
        ("L’article 1382 du code civil.", BEFORE, NOW, "sous son ancien numéro, 1382"),
        ("L’ancien article 1382 du code civil.", AFTER, NOW, "sous son ancien numéro, 1382"),
        ("L’article 1382 du code civil.", AFTER, NOW, "sous le numéro 1382, sans doute l’ancien"),
        ("Article 808 du CPC.", BEFORE, "/droit/code-de-procedure-civile/834", "sous son ancien numéro, 808"),
        ("Article 809 du CPC.", BEFORE, "/droit/code-de-procedure-civile/835", "sous son ancien numéro, 809"),
        ("Article 1134 du code civil.", BEFORE, "/droit/code-civil/1193", "sous son ancien numéro, 1134"),
        ("L’article 1382 du code civil.", BEFORE, "/droit/code-civil/1382", "vise l’ancien texte, devenu 1240"),
        ("L’article 1382 du code civil.", AFTER, "/droit/code-civil/1382", "vise sans doute l’ancien texte"),
        ("L’article 1240 du code civil.", BEFORE, NOW, "dans un message du 1er mai 2014, quand ce numéro désignait"),
    ],
)
def test_the_number_of_before_is_named(factory: Factory, body: str, at: datetime, address: str, note: str) -> None:
    _topic(factory, body, at)
    words = _words(factory, address)
    assert "Un sujet de droit" in words
    assert note in words
    assert ("1 sujet dont 1 sous un ancien numéro" in words) == note.startswith("sous")


@pytest.mark.parametrize(
    ("body", "at", "number", "note"),
    [
        ("Les anciens articles 1382 et 1383 du code civil, devenus 1240 et 1241.", AFTER, "1382", "devenu 1240"),
        ("Les anciens articles 1382 à 1386 du code civil.", AFTER, "1386", "devenu 1244"),
        ("1382 anc. C. civ. (1240 nouv.)", AFTER, "1382", "devenu 1240"),
        ("L’article 1382 du code civil. L’article 1240 du code civil.", BEFORE, "1382", "devenu 1240"),
    ],
)
def test_who_gives_the_new_number_too_means_by_the_old_one_the_former_text(
    factory: Factory, body: str, at: datetime, number: str, note: str
) -> None:
    _topic(factory, body, at)
    assert f"vise l’ancien texte, {note}" in _words(factory, f"/droit/code-civil/{number}")


def test_who_cites_a_text_by_its_old_number_cites_it_also_where_its_new_one_named_another(factory: Factory) -> None:
    _topic(factory, "L’article 1382 du code civil. L’article 1240 du code civil.")
    words = _words(factory, NOW)
    assert "sous son ancien numéro, 1382" in words
    assert "désignait un autre texte" not in words


@pytest.mark.parametrize(
    "body",
    [
        "Les articles 1103 et 1353 du code civil. Et l’article 1382 du code civil.",
        "Le nouvel article 1382 du code civil n’est pas l’article 1240.",
    ],
)
def test_who_means_todays_text_is_said_to_mean_no_other(factory: Factory, body: str) -> None:
    _topic(factory, body, AFTER)
    assert "ancien texte" not in _words(factory, "/droit/code-civil/1382")


@pytest.mark.parametrize(
    ("body", "at", "address"),
    [
        # The writer uses the numbers of the reform: 1382 is today's, on presumptions.
        ("Les articles 1103 et 1353 du code civil. Et l’article 1382 du code civil.", AFTER, NOW),
        # 808 never leads on to 825 by way of 834.
        ("Article 808 du CPC.", BEFORE, "/droit/code-de-procedure-civile/825"),
        ("Article 834 du CPC.", AFTER, "/droit/code-de-procedure-civile/825"),
        ("Article 1240 du code civil.", AFTER, "/droit/code-civil/1382"),
    ],
)
def test_another_text_is_not_gathered(factory: Factory, body: str, at: datetime, address: str) -> None:
    _topic(factory, body, at)
    assert "Un sujet de droit" not in _words(factory, address)


@pytest.mark.parametrize(
    ("key", "since"),
    [
        ("code-civil/1240", "1er octobre 2016"),
        # Its own last change of hands lies in years without dates; that 808 arrived there is dated.
        ("code-de-procedure-civile/834", "1er janvier 2020"),
    ],
)
def test_since_when_a_number_means_what_it_means(factory: Factory, key: str, since: str) -> None:
    assert f"Il désigne un autre texte depuis le {since}." in _words(factory, f"/droit/{key}")


def test_who_gives_both_numbers_cites_the_present_one(factory: Factory) -> None:
    _topic(factory, "L’article 1240 (ancien 1382) du code civil.", AFTER)
    words = _words(factory, NOW)
    assert "Un sujet de droit" in words
    assert "ancien numéro" not in words


def test_of_one_topic_the_present_number_counts(factory: Factory) -> None:
    topic = _topic(factory, "L’article 1382 du code civil.")
    reply = text("L’article 1240 du code civil.")

    def answer() -> None:
        here = db.session.get_one(Topic, topic)
        with clock.set_to(AFTER):
            topics.reply(db.session.get_one(User, here.author_id), here, reply)

    factory.write(answer)
    words = _words(factory, NOW)
    assert "1 sujet" in words
    assert "ancien numéro" not in words


def test_a_private_forum_is_gathered_for_its_readers_only(factory: Factory) -> None:
    _topic(factory, "L’article 1382 du code civil.", grants=PRIVATE)
    staff, visitor = factory.browser(factory.admin()), factory.browser()
    assert "sous son ancien numéro" in staff.get(NOW).words()
    for address in (NOW, "/feeds" + NOW, "/droit/code-civil"):
        words = visitor.get(address).text
        assert "Un sujet de droit" not in words
        assert "ancien numéro" not in words
        assert "1240 <span" not in words
    assert "Un sujet de droit" not in staff.get("/feeds" + NOW).text


def test_counts_feed_and_filter_agree(factory: Factory) -> None:
    topic = _topic(factory, "L’article 1382 du code civil.")
    browser = factory.browser()
    assert "art. 1240 1" in browser.get("/droit/code-civil").words()
    feed = browser.get("/feeds" + NOW).text
    assert "(sous son ancien numéro, 1382)" in feed
    slug = factory.read(lambda: db.session.get_one(Forum, db.session.get_one(Topic, topic).forum_id).slug)
    assert "Un sujet de droit" in browser.get(f"/f/{slug}?law=code-civil/1240").words()


def test_a_chosen_reference_is_gathered_and_in_the_feed(factory: Factory) -> None:
    topic = _topic(factory, "Rien de cité.")
    factory.write(lambda: choose_law(db.session.get_one(Topic, topic), ["code-civil/1382"]))
    assert "sous son ancien numéro, 1382" in _words(factory, NOW)
    assert "Un sujet de droit" in factory.browser().get("/feeds/droit/code-civil/1382").text


def test_a_feed_is_atom(factory: Factory) -> None:
    _topic(factory, "L’article 1382 du code civil, « <b> & co ».")
    feed = ElementTree.fromstring(factory.browser().get("/feeds" + NOW).text)  # noqa: S314  # our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    for element in (feed, *feed.findall(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{atom}{name}"), name
    entry = feed.find(f"{atom}entry")
    assert entry is not None
    assert entry.findtext(f"{atom}author/{atom}name")
    assert feed.findtext(f"{atom}updated") == entry.findtext(f"{atom}updated")


def test_answers_that_rest_on_it_are_shown_with_what_they_are_worth(factory: Factory) -> None:
    topic = _topic(factory, "Que faire ?", kind=Kind.QUESTION)
    writer, other = factory.user("aidante"), factory.user("autre")

    def answer() -> None:
        here = db.session.get_one(Topic, topic)
        with clock.set_to(BEFORE + timedelta(days=1)):
            chosen = topics.reply(
                db.session.get_one(User, writer), here, text("Invoquez l’article 1382 du code civil.")
            )
            topics.reply(
                db.session.get_one(User, other), here, text("Ou l’article 1382 du code civil, mais autrement.")
            )
        here.accepted_post_id, here.accepted_at = chosen.id, BEFORE + timedelta(days=2)

    factory.write(answer)
    for address in (NOW, "/droit/code-civil/1382", "/droit/code-civil"):
        words = _words(factory, address)
        assert "Réponses qui reposent sur ce texte" in words, address
        assert "Invoquez" in words
        assert "mais autrement" not in words
        assert "réponse acceptée" in words
        assert "À revérifier : un texte cité par cette réponse a changé depuis." in words
    assert "Réponses qui reposent" not in _words(factory, "/droit/code-civil/1241")


def test_experiences_that_cite_it_are_shown_to_who_may_read_them(factory: Factory) -> None:
    topic = _topic(factory, "L’article 1240 du code civil.")
    hidden = _topic(factory, "L’article 1240 du code civil.", grants=PRIVATE)
    for place, words in ((topic, "Mise en demeure"), (hidden, "Affaire secrète")):
        factory.tells(
            factory.reply(place, factory.user(groups=(MODERATORS,)), f"{words} sur l’article 1240 du code civil.")
        )
    factory.tells(factory.reply(topic, factory.user(), "Une autre, sans texte."))
    for address in (NOW, "/droit/code-civil"):
        words = _words(factory, address)
        assert "Expériences vécues qui citent ce texte" in words
        assert "Mise en demeure" in words
        assert "sans texte" not in words
        assert "Affaire secrète" not in words
        assert "Affaire secrète" in factory.browser(factory.user(groups=(MODERATORS,))).get(address).words()
    assert "Expériences vécues" not in _words(factory, "/droit/code-civil/1241")


def test_a_number_that_is_used_since_as_well_needs_no_note(factory: Factory) -> None:
    topic = _topic(factory, "L’article 1240 du code civil.")
    assert "désignait un autre texte" in _words(factory, NOW)
    with clock.set_to(AFTER):
        factory.reply(topic, factory.user(), "L’article 1240 du code civil, donc.")
    assert "désignait un autre texte" not in _words(factory, NOW)
    _topic(factory, "L’article 9 du code civil.")
    assert "désignait un autre texte" not in _words(factory, "/droit/code-civil/9")


def test_what_is_followed_bears_its_name(factory: Factory) -> None:
    _topic(factory, "L’article 1382 du code civil.")
    browser = factory.browser(factory.user("lectrice"))
    page = browser.get(NOW)
    form = browser.get(next(link for link in page.links() if "/watch" in link)).form("/watch")
    form.submit(level="3")
    words = browser.get("/notifications/followed").words()
    assert "C. civ., art. 1240" in words
    assert "code-civil/1240" not in words
