"""Resources on the topic's page and on the pages of those who keep the list, without script."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock
from forum.db import db
from forum.notifications.models import Notice
from forum.resources.models import Resource
from forum.seeding import seed
from forum.topics.models import Topic
from tests.browsing import Page
from tests.counting import statements
from tests.factories import Factory
from tests.resources.lists import World, a_list


@pytest.fixture
def world(factory: Factory) -> World:
    return a_list(factory)


def form_of(world: World) -> str:
    return f"/t/{world.topic}/resources/new"


def page_of(world: World, reader: int | None = None, query: str = "") -> Page:
    return world.factory.browser(reader).get(f"/t/{world.topic}/un-sujet{query}")


def order(page: Page, *words: str) -> bool:
    text = page.words()
    places = [text.index(word) for word in words]
    return places == sorted(places)


def test_a_member_proposes_and_readers_see_it_once_it_is_agreed(world: World) -> None:
    member = world.factory.browser(world.member)
    topic = member.get(f"/t/{world.topic}/un-sujet")
    assert form_of(world) in topic.links()
    page = member.get(form_of(world)).form(form_of(world)).submit(
        url="exemple.fr/avis?utm_source=x", title="Avis : un guide", publisher="Exemple", published_on="2024-03-31",
        genre="official", side="provider",
    )  # fmt: skip
    assert "votre proposition sera examinée" in page.text
    assert "Vos propositions en attente" in page.text
    assert "Avis" not in page_of(world).text
    author = world.factory.browser(world.author)
    assert "1 ressource proposée attend votre avis" in author.get(f"/t/{world.topic}/un-sujet").text
    kept = author.get(f"/t/{world.topic}/resources/list")
    assert "https://exemple.fr/avis" in kept.text
    kept.form("/show").submit()
    shown = page_of(world)
    assert order(shown, "1 ressource", "Un texte.", "Du point de vue du prestataire", "Avis : un guide", "31 mars 2024")
    assert "page officielle" in shown.text
    (link,) = shown.find("a", href="https://exemple.fr/avis")
    assert link.get("rel") == "nofollow ugc noopener noreferrer"
    assert "#ressources" in shown.links()
    assert shown.find("section", id="ressources")


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(world: World) -> None:
    form = world.factory.browser(world.member).get(form_of(world)).form(form_of(world))
    page = form.submit(url="localhost", title="Un titre à garder", published_on="hier")
    assert page.status == 422
    assert "Écrivez la date comme" in page.text
    assert page.form(form_of(world)).fields["title"] == "Un titre à garder"
    page = form.submit(url="javascript:alert(1)", title="Un titre à garder")
    assert page.status == 422
    assert "Donnez l’adresse complète d’une page publique" in page.text
    page = form.submit(url="https://exemple.fr/a", title="Un titre", genre="virus")
    assert (page.status, "Choisissez dans la liste" in page.text) == (422, True)


def test_a_page_already_there_is_said_kindly(world: World) -> None:
    world.propose(world.author, title="Le guide")
    form = world.factory.browser(world.member).get(form_of(world)).form(form_of(world))
    page = form.submit(url="http://www.exemple.fr/page", title="Encore")
    assert page.status == 409
    assert "Cette page est déjà dans la liste" in page.text
    assert page.form(form_of(world)).fields["title"] == "Encore"


def test_a_visitor_is_led_to_sign_in_and_back(world: World) -> None:
    page = page_of(world)
    assert form_of(world) in page.links()
    assert "/login" in world.factory.browser().get(form_of(world), follow=False).location


def test_a_title_is_text_and_an_address_a_link(world: World) -> None:
    world.propose(world.author, "https://exemple.fr/?a=1&b=\"'<>", title="<script>alert(1)</script> & co")
    page = page_of(world)
    assert "<script>alert(1)" not in page.text
    assert [each for each in page.links() if each.startswith("https://exemple.fr/?a=1&b=")]


def test_the_list_is_kept_from_its_page(world: World) -> None:
    world.propose(world.author, "https://a.fr/1", title="Premier")
    world.propose(world.author, "https://a.fr/2", title="Second")
    author = world.factory.browser(world.author)
    address = f"/t/{world.topic}/resources/list"
    page = author.get(address)
    ups = [form for form in page.forms() if form.action.endswith("/up")]
    page = ups[0].submit()  # the first has nowhere to go
    assert order(page, "Second", "Premier")
    edit = next(each for each in page.links() if each.endswith("/edit"))
    page = author.get(edit).form("/edit").submit(title="Second, corrigé")
    assert "Second, corrigé" in page.text
    page = page.form("/remove").submit()
    assert "1 ressource écartée" in page.text
    assert "Second, corrigé" not in page_of(world).text
    page.form("/show").submit()
    assert "Second, corrigé" in page_of(world).text


def test_the_post_that_holds_the_list_takes_in_what_comes_later(world: World) -> None:
    holder = world.factory.reply(world.topic, world.author, "- [Dans le texte](https://exemple.fr/a)")
    world.factory.reply(world.topic, world.member, "Après.")
    world.hold_list(holder)
    world.propose(world.author, "https://exemple.fr/a", title="Dans le texte")
    page = page_of(world)
    assert page.text.count("https://exemple.fr/a") == 1
    assert "Proposées depuis" not in page.text
    assert f"#p{holder}" in page.links()
    world.propose(world.author, "https://exemple.fr/b", title="Venue ensuite")
    page = page_of(world)
    assert "2 ressources" in page.text
    assert order(page, "Dans le texte", "Proposées depuis", "Venue ensuite", "Après.")
    world.factory.write(
        lambda: db.session.execute(sa.text("UPDATE posts SET state='deleted' WHERE id=:id"), {"id": holder})
    )
    page = page_of(world)
    assert order(page, "Un texte.", "Dans le texte", "Venue ensuite", "Après.")
    assert "Proposées depuis" not in page.text


def test_other_pages_lead_to_the_list(world: World) -> None:
    world.propose(world.author)
    for number in range(20):
        world.factory.reply(world.topic, world.author, f"Suite {number}")
    page = page_of(world, query="?page=2")
    assert f"/t/{world.topic}/un-sujet#ressources" in page.links()
    assert not page.find("section", id="ressources")


def test_a_dead_link_is_marked_with_its_copy_in_a_list_and_in_a_text(world: World) -> None:
    holder = world.factory.reply(world.topic, world.author, "- [Dans le texte](http://www.exemple.fr/a?b=1&c=2)")
    world.hold_list(holder)
    world.propose(world.author, "http://www.exemple.fr/a?b=1&c=2", title="Dans le texte")
    world.propose(world.author, "https://exemple.fr/b", title="Venue ensuite")
    assert "Ne répond plus" not in page_of(world).text
    world.factory.write(lambda: db.session.execute(sa.update(Resource).values(dead_since=clock.now())))
    page, day = page_of(world), f"{clock.now():%Y%m%d}"
    assert page.words().count("Ne répond plus · copie archivée") == 2
    assert f"https://web.archive.org/web/{day}/http://www.exemple.fr/a?b=1&c=2" in page.links()
    assert order(page, "Dans le texte", "Ne répond plus", "Venue ensuite")


@pytest.mark.parametrize("role", [None, "member", "author", "moderator"])
def test_a_list_costs_one_statement(world: World, role: str | None) -> None:
    reader = getattr(world, role) if role else None
    browser = world.factory.browser(reader)

    def cost() -> int:
        world.factory.write(lambda: None)
        browser.get("/healthz")
        with statements(world.factory.app) as sent:
            browser.get(f"/t/{world.topic}/un-sujet")
        return len(sent)

    cost()
    before = cost()
    world.propose(world.member, "https://exemple.fr/attend")
    cost()
    assert cost() == before
    for number in range(9):
        world.propose(world.author, f"https://exemple.fr/{number}")
    cost()
    assert cost() == before + 1


def test_who_should_know_is_told_once(world: World) -> None:
    def told() -> list[tuple[int, str]]:
        rows = sa.select(Notice.user_id, Notice.fact).where(Notice.kind == "resource").order_by(Notice.id)
        return world.factory.read(lambda: [tuple(row) for row in db.session.execute(rows)])

    made = world.propose(world.member)
    world.factory.drain()
    assert sorted(told()) == sorted([(world.author, "proposed"), (world.moderator, "proposed")])
    author = world.factory.browser(world.author).get("/notifications")
    assert "membre propose une ressource pour" in author.text
    assert f"/t/{world.topic}/resources/list" in author.links()
    world.act("show", world.author, made)
    world.factory.drain()
    assert told()[2:] == [(world.member, "shown")]
    page = world.factory.browser(world.member).get("/notifications")
    assert "La ressource que vous avez proposée paraît dans" in page.text
    assert f"/t/{world.topic}/un-sujet#ressources" in page.links()
    other = world.propose(world.member, "https://exemple.fr/b")
    world.act("remove", world.moderator, other)
    world.factory.drain()
    assert (world.member, "declined") in told()
    assert "n’a pas été retenue" in world.factory.browser(world.member).get("/notifications").text


def test_staff_find_what_waits_and_what_is_dead(world: World) -> None:
    world.propose(world.member, "https://exemple.fr/a", title="Une page qui attend")
    world.propose(world.author, "https://exemple.fr/b", title="Une page vivante")
    dead = world.propose(world.author, "https://exemple.fr/c", title="Une page morte")
    world.factory.write(
        lambda: db.session.execute(sa.update(Resource).where(Resource.id == dead).values(dead_since=clock.now()))
    )
    page = world.factory.browser(world.moderator).get("/moderation/resources")
    assert order(page, "Une page qui attend", "Une page morte")
    assert "Une page vivante" not in page.text
    again = page.form("/show").submit()
    assert again.path == "/moderation/resources"
    assert "Une page qui attend" not in again.text


def test_the_seeded_list_is_in_its_post_once(app: Flask, factory: Factory) -> None:
    with app.app_context():
        assert seed(app.extensions["renderer"], app.extensions["forum"]).made["resources"] == 9
        topic = db.session.scalars(sa.select(Topic).where(Topic.external_id == "mon-prestataire-refuse")).one()
        address = f"/t/{topic.id}/{topic.slug}"
    page = factory.browser().get(address)
    assert "9 ressources" in page.text
    assert len(re.findall('href="https://uplex.fr/', page.text)) == 1
    assert not page.find("section", id="ressources")
    member = factory.user("lectrice")
    form = factory.browser(member).get(f"/t/{topic.id}/resources/new").form("/resources/new")
    assert (
        "déjà dans la liste"
        in form.submit(url="http://uplex.fr/contrats/tribunal-de-commerce-15-avril-2016", title="Uplex").text
    )
