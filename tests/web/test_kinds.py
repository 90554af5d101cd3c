"""Kinds of topic: which a forum accepts, who may choose which, the short form of a question, lists by kind."""

import pytest

from forum.db import db
from forum.errors import Refused
from forum.taxonomy.actions import create_tag
from forum.taxonomy.models import Forum
from forum.topics.models import Kind, Post, Topic, TopicTag
from tests.browsing import Page
from tests.factories import Factory

POST = ("do", "post")


def kinds_offered(page: Page) -> list[str]:
    return [each.get("value", "") for each in page.find("option")]


def test_a_forum_accepts_what_its_administrator_ticked(factory: Factory) -> None:
    forum, admin = factory.forum("Contrats"), factory.browser(factory.admin())
    form = admin.get(f"/admin/forums/{forum}").form(f"/admin/forums/{forum}")
    form.submit(accepted=["question", "announcement"])
    assert factory.get(Forum, forum).kinds == "question,announcement"
    again = admin.get(f"/admin/forums/{forum}").form(f"/admin/forums/{forum}")
    assert again.fields["accepted"] == ["question", "announcement"]
    member = factory.browser(factory.user())
    only = member.get("/f/contrats/new?form=text")
    assert kinds_offered(only) == [], "a list of one is no choice"
    assert only.form("/f/contrats/new").fields["kind"] == "question"
    only.form("/f/contrats/new").submit(button=POST, title="Une question", body="Laquelle ?")
    assert "Une question" in member.get("/f/contrats?kind=question").words()
    assert kinds_offered(admin.get("/f/contrats/new?form=text")) == ["question", "announcement"]


@pytest.mark.parametrize(
    ("kinds", "kind", "by", "may"),
    [
        ((), Kind.EXPERIENCE, "member", True),
        ((), Kind.ANNOUNCEMENT, "member", False),
        ((), Kind.ANNOUNCEMENT, "moderator", True),
        (("question",), Kind.DISCUSSION, "member", False),
        (("question",), Kind.DISCUSSION, "moderator", False),
        (("question",), Kind.QUESTION, "member", True),
    ],
)
def test_the_rule_holds_whatever_is_sent(
    factory: Factory, kinds: tuple[str, ...], kind: Kind, by: str, may: bool
) -> None:
    forum = factory.forum(kinds=kinds)
    author = factory.moderator() if by == "moderator" else factory.user()
    if may:
        assert factory.get(Topic, factory.topic(forum, author, kind=kind)).kind == kind
    else:
        with pytest.raises(Refused):
            factory.topic(forum, author, kind=kind)


def test_an_edit_keeps_the_kind_and_takes_only_an_accepted_one(factory: Factory) -> None:
    forum, author = factory.forum("Contrats"), factory.user()
    topic = factory.topic(forum, author, kind=Kind.DISCUSSION)
    factory.write(lambda: _accept(forum, "question,experience"))
    edit = f"/p/{factory.first_post(topic)}/edit"
    browser = factory.browser(author)
    assert kinds_offered(browser.get(edit)) == ["question", "experience", "discussion"]
    browser.get(edit).form(edit).submit(button=POST, body="Encore.")
    assert factory.get(Topic, topic).kind == Kind.DISCUSSION
    browser.get(edit).form(edit).submit(button=POST, kind="question")
    assert factory.get(Topic, topic).kind == Kind.QUESTION


def test_the_short_form_makes_headings(factory: Factory) -> None:
    factory.forum("Contrats")
    browser = factory.browser(factory.user())
    address = "/f/contrats/new?form=question"
    assert f'href="{address}"' in browser.get("/f/contrats/new").text
    form = browser.get(address).form(address)
    assert "body" not in form.fields
    refused = form.submit(button=POST, title="Mes accès retenus", tried="Deux courriels.")
    assert "Décrivez votre situation" in refused.text
    assert "Deux courriels." in refused.text
    preview = refused.form(address).submit(button=("do", "preview"), situation="Mon *agence* refuse.")
    assert "<em>agence</em>" in preview.text
    page = preview.form(address).submit(button=POST)
    topic = int(page.path.split("/")[2])
    post = factory.get(Post, factory.first_post(topic))
    assert factory.get(Topic, topic).kind == Kind.QUESTION
    assert post.body == "## Situation\n\nMon *agence* refuse.\n\n## Ce qui a été essayé\n\nDeux courriels."


@pytest.mark.parametrize(
    ("kinds", "member", "moderator"),
    [
        ((), "body", "body"),
        (("experience",), "facts", "facts"),
        (("experience", "announcement"), "facts", "facts"),
        (("announcement", "question"), "situation", "situation"),
        (("question", "discussion", "experience"), "situation", "situation"),
        (("discussion", "experience"), "body", "body"),
    ],
)
def test_a_forum_that_says_what_it_is_for_opens_on_that_form(
    factory: Factory, kinds: tuple[str, ...], member: str, moderator: str
) -> None:
    factory.forum("Contrats", kinds=kinds)
    for reader, first in ((factory.user(), member), (factory.moderator(), moderator)):
        page = factory.browser(reader).get("/f/contrats/new")
        form = page.form("/f/contrats/new")
        assert first in form.fields
        assert ("provider" in form.fields) is (first == "facts")
        if first != "body":
            assert "body" in factory.browser(reader).get("/f/contrats/new?form=text").form("/f/contrats/new").fields


def test_the_free_text_of_a_forum_of_experiences_asks_for_the_record_at_once(factory: Factory) -> None:
    factory.forum("Contrats", kinds=("experience",))
    browser = factory.browser(factory.user())
    assert 'href="/f/contrats/new?form=text"' in browser.get("/f/contrats/new").text
    form = browser.get("/f/contrats/new?form=text").form("/f/contrats/new")
    page = form.submit(button=POST, title="Mes accès", body="Tout est rentré.", provider="agency", outcome="solved")
    topic = int(page.path.split("/")[2])
    assert factory.get(Topic, topic).kind == Kind.EXPERIENCE


def test_a_draft_of_another_kind_comes_back_as_free_text(factory: Factory) -> None:
    factory.forum("Contrats", kinds=("question", "discussion"))
    browser = factory.browser(factory.user())
    form = browser.get("/f/contrats/new?form=text").form("/f/contrats/new")
    form.submit(button=("do", "draft"), title="Un débat", body="Ce que j’en pense.", kind="discussion")
    fields = browser.get("/f/contrats/new").form("/f/contrats/new").fields
    assert (fields["kind"], fields["body"].strip()) == ("discussion", "Ce que j’en pense.")


def test_lists_say_and_filter_kinds(factory: Factory) -> None:
    forum, author = factory.forum("Contrats"), factory.user()
    for kind in (Kind.QUESTION, Kind.DISCUSSION, Kind.EXPERIENCE):
        factory.topic(forum, author, f"Un sujet : {kind}", kind=kind)
    visitor = factory.browser()
    assert len(visitor.get("/f/contrats").find("h3")) == 3
    page = visitor.get("/f/contrats?kind=question")
    assert [each.find("a").text for each in page.find("h3")] == ["Un sujet\u202f: question"]
    assert "<span>Question</span>" in page.text
    assert "kind=question" in page.text.replace("sort=created&amp;", "")
    assert "Aucun sujet de ce genre" in visitor.get("/f/contrats?kind=guide").text
    assert len(visitor.get("/f/contrats?kind=nimporte").find("h3")) == 3


@pytest.mark.parametrize("choice", ["sort=unanswered", "kind=question", "kind=question&sort=unanswered", "law=zzz"])
def test_a_choice_that_holds_nothing_is_told_from_an_empty_forum(factory: Factory, choice: str) -> None:
    factory.topic(factory.forum("Contrats"), factory.user(), "Un guide", kind=Kind.GUIDE)
    visitor = factory.browser()
    page = visitor.get(f"/f/contrats?{choice}")
    assert "Ouvrir le premier" not in page.words()
    assert "Trier par" in page.text
    assert "zzz" not in page.words()
    assert '<a href="/f/contrats">Voir tous les sujets</a>' in page.text
    factory.forum("Vide")
    assert "Ouvrir le premier" in visitor.get("/f/vide").words()


def test_a_tag_shows_its_guides_then_its_questions(factory: Factory) -> None:
    forum, staff = factory.forum("Contrats"), factory.moderator()
    tag = factory.write(lambda: create_tag("RGPD").id)
    for kind in (Kind.GUIDE, Kind.QUESTION, Kind.DISCUSSION):
        topic = factory.topic(forum, staff, f"Un sujet {kind}", kind=kind)
        factory.write(lambda topic=topic: db.session.add(TopicTag(topic_id=topic, tag_id=tag)))
    titles = [each.find("a").text for each in factory.browser().get("/tag/rgpd").find("h3")]
    assert titles == ["Un sujet guide", "Un sujet question", "Un sujet discussion"]


def _accept(forum_id: int, kinds: str) -> None:
    db.session.get_one(Forum, forum_id).kinds = kinds
