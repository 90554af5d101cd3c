"""Forums, their order and rights; tags."""

from threading import Event, Thread
from time import sleep

import pytest

from forum.accounts.models import EVERYONE, MEMBERS, MODERATORS, User
from forum.db import db
from forum.taxonomy.actions import ForumDraft, add_synonym, create_forum, create_tag
from forum.taxonomy.models import Forum, Tag
from forum.topics.tagged import topics_with
from tests.browsing import Browser, Page
from tests.factories import Factory


@pytest.fixture
def admin(factory: Factory) -> Browser:
    return factory.browser(factory.admin())


def forum_named(factory: Factory, name: str) -> Forum | None:
    return factory.read(lambda: db.session.query(Forum).filter_by(name=name).one_or_none())


def set_rights(admin: Browser, forum: int, *, preset: str = "", **boxes: str) -> Page:
    address = f"/admin/forums/{forum}/rights"
    form = admin.get(f"{address}?preset={preset}").form(address)
    return form.submit(**boxes)


def test_a_forum_is_made_changed_and_removed(admin: Browser, factory: Factory) -> None:
    parent = factory.forum("Entraide", kind="category")
    form = admin.get(f"/admin/forums/new?parent={parent}").form("/admin/forums/new")
    assert form.fields["parent"] == str(parent)
    page = form.submit(name="Noms de domaine", description="À quel nom ils sont.")
    assert "Noms de domaine" in page.words()
    made = forum_named(factory, "Noms de domaine")
    assert made is not None
    assert (made.slug, made.parent_id, made.kind) == ("noms-de-domaine", parent, "forum")
    assert "Noms de domaine" in factory.browser().get("/").words()

    address = f"/admin/forums/{made.id}"
    admin.get(address).form(address).submit(name="Domaines", slug="Les Domaines", parent="", locked="y")
    changed = factory.get(Forum, made.id)
    assert (changed.name, changed.slug, changed.parent_id, changed.locked) == ("Domaines", "les-domaines", None, True)

    confirm = admin.get(f"{address}/delete")
    assert "Supprimer « Domaines »" in confirm.words()
    confirm.form(f"{address}/delete").submit()
    assert forum_named(factory, "Domaines") is None


def test_what_cannot_be_stands_beside_its_field(admin: Browser, factory: Factory) -> None:
    top = factory.forum("Haut")
    below = factory.forum("Bas", parent_id=top)
    form = admin.get("/admin/forums/new").form("/admin/forums/new")
    for fields, sentence in (
        ({"name": ""}, "Donnez un nom au forum."),
        ({"name": "x" * 101}, "100 caractères au plus."),
        ({"name": "Haut"}, "a déjà l’adresse"),
        ({"name": "Neuf", "parent": "999"}, "Choisissez dans la liste."),
        ({"name": "Neuf", "kind": "autre"}, "Choisissez dans la liste."),
    ):
        page = form.submit(**fields)
        assert page.status == 422
        assert sentence in page.words()
    page = admin.get(f"/admin/forums/{top}").form(f"/admin/forums/{top}").submit(parent=str(below))
    assert page.status == 422
    assert factory.get(Forum, top).parent_id is None


def test_a_forum_with_topics_is_neither_removed_nor_made_a_category(admin: Browser, factory: Factory) -> None:
    forum, author = factory.forum(), factory.user()
    factory.topic(forum, author)
    address = f"/admin/forums/{forum}"
    page = admin.get(f"{address}/delete").form(f"{address}/delete").submit()
    assert "déplacez-les d’abord" in page.words()
    assert admin.get(address).form(address).submit(kind="category").status == 422
    assert factory.get(Forum, forum).kind == "forum"


def test_only_the_fields_of_the_form_are_taken(admin: Browser, factory: Factory) -> None:
    forum = factory.forum()
    form = admin.get(f"/admin/forums/{forum}").form(f"/admin/forums/{forum}")
    form.submit(name="Neuf", topic_count="999", last_topic_id="7", id="44", position="-5", created_at="2001-01-01")
    found = factory.get(Forum, forum)
    assert (found.name, found.topic_count, found.last_topic_id, found.id) == ("Neuf", 0, None, forum)
    assert found.position == 0


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_two_who_make_the_same_forum_at_once_make_one(admin: Browser, factory: Factory) -> None:
    form = admin.get("/admin/forums/new").form("/admin/forums/new")
    made = Event()

    def make_slowly() -> None:
        create_forum(ForumDraft("Jumeau"))
        made.set()
        sleep(0.5)  # the form below looks for the name, finds none, and waits for this transaction to end

    other = Thread(target=factory.write, args=(make_slowly,))
    other.start()
    assert made.wait(10)
    page = form.submit(name="Jumeau")
    other.join()
    assert page.status == 422
    assert "Un autre forum a déjà l’adresse « jumeau »." in page.words()
    assert page.form("/admin/forums/new").fields["name"] == "Jumeau"
    assert forum_named(factory, "Jumeau") is not None


def test_forums_change_places(admin: Browser, factory: Factory) -> None:
    forums = [factory.forum(name) for name in ("Un", "Deux", "Trois")]
    address = f"/admin/forums/{forums[2]}/move"
    admin.get("/admin/forums").form(address).submit(button=("to", "up"))
    admin.get("/admin/forums").form(address).submit(button=("to", "up"))
    page = admin.get("/admin/forums")
    names = [each for each in page.words().split() if each in {"Un", "Deux", "Trois"}]
    assert list(dict.fromkeys(names)) == ["Trois", "Un", "Deux"]
    assert ("to", "up") not in page.form(address).buttons


def test_rights_are_in_force_at_once(admin: Browser, factory: Factory) -> None:
    forum, author = factory.forum(), factory.user("nadia", posts=0)
    topic = factory.topic(forum, author)
    visitor, member, staff = factory.browser(), factory.browser(author), factory.browser(factory.moderator())
    assert visitor.get(f"/t/{topic}").status == 200
    assert factory.get(User, author).post_count == 1

    set_rights(admin, forum, preset="members")
    assert (visitor.get(f"/t/{topic}").status, member.get(f"/t/{topic}").status) == (404, 200)
    assert factory.get(User, author).post_count == 0, "only what visitors read is counted"
    set_rights(admin, forum, preset="staff")
    assert (member.get(f"/t/{topic}").status, staff.get(f"/t/{topic}").status) == (404, 200)
    set_rights(admin, forum, preset="public")
    assert visitor.get(f"/t/{topic}").status == 200
    assert factory.get(User, author).post_count == 1


def test_the_boxes_are_the_rights(admin: Browser, factory: Factory) -> None:
    forum = factory.forum()
    address = f"/admin/forums/{forum}/rights"
    fields = admin.get(address).form(address).fields
    assert fields[f"g{EVERYONE}-can_see"] == "on"
    assert fields[f"g{MEMBERS}-can_post"] == "on"
    assert f"g{MODERATORS}-can_moderate" in fields
    form = admin.get(address).form(address)
    del form.fields[f"g{MEMBERS}-can_post"]
    form.submit(**{f"g{EVERYONE}-can_moderate": "on", "g99-can_see": "on", "u1-can_moderate": "on"})
    after = admin.get(address).form(address).fields
    assert f"g{MEMBERS}-can_post" not in after
    assert f"g{EVERYONE}-can_moderate" not in after, "a visitor never moderates, whatever is sent"
    assert not [name for name in after if name.startswith(("g99", "u1"))]


def test_people_are_named_as_moderators(admin: Browser, factory: Factory) -> None:
    forum, nadia = factory.forum(), factory.user("Nadia")
    sub = factory.forum("Dessous", parent_id=forum)
    page = set_rights(admin, forum, moderators="Nadia, personne")
    assert page.status == 422
    assert "personne" in page.words()
    set_rights(admin, forum, moderators="Nadia, nadia", below="y")
    for each in (forum, sub):
        fields = admin.get(f"/admin/forums/{each}/rights").form("/rights").fields
        assert fields[f"u{nadia}-can_moderate"] == "on"
    assert factory.browser(nadia).get("/moderation").status == 200
    form = admin.get(f"/admin/forums/{forum}/rights").form("/rights")
    for name in [name for name in form.fields if name.startswith(f"u{nadia}")]:
        del form.fields[name]
    form.submit()
    fields = admin.get(f"/admin/forums/{forum}/rights").form("/rights").fields
    assert not [name for name in fields if name.startswith(f"u{nadia}")]


def test_a_presets_link_changes_nothing_by_itself(admin: Browser, factory: Factory) -> None:
    forum = factory.forum()
    admin.get(f"/admin/forums/{forum}/rights?preset=staff")
    assert factory.browser().get("/f/droit-du-numerique").status == 200


def test_the_log_keeps_old_and_new_rights(admin: Browser, factory: Factory) -> None:
    forum = factory.forum()
    set_rights(admin, forum, preset="staff")
    words = admin.get("/admin/log").words()
    assert "a réglé les droits sur" in words
    assert "Tout le monde voir —" in words
    assert "Membres voir, ouvrir un sujet, répondre —" in words
    moderators = factory.browser(factory.moderator())
    assert "a réglé les droits sur" in moderators.get("/moderation/log").words()


def test_tags_are_made_changed_and_removed(admin: Browser, factory: Factory) -> None:
    form = admin.get("/admin/tags/new").form("/admin/tags/new")
    form.submit(name="hébergement", synonyms="hébergeur, cloud")
    page = admin.get("/admin/tags")
    assert "hébergement" in page.words()
    assert "cloud, hébergeur" in page.words()
    tag = factory.read(lambda: db.session.query(Tag.id).filter_by(name="hébergement").scalar())
    address = f"/admin/tags/{tag}"
    assert form.submit(name="Hébergement").status == 422
    assert form.submit(name="neuve", synonyms="cloud").status == 422
    admin.get(address).form(address).submit(name="hébergements", synonyms="cloud, nuage")
    assert factory.read(lambda: [each.name for each in db.session.query(Tag).filter_by(synonym_of_id=tag)]) != []
    assert "cloud, nuage" in admin.get("/admin/tags").words()
    admin.get(f"{address}/delete").form("/delete").submit()
    assert factory.read(lambda: db.session.query(Tag).count()) == 0


def test_a_merged_tag_leaves_no_double(admin: Browser, factory: Factory) -> None:
    forum, author = factory.forum(), factory.user()

    def tags() -> tuple[Tag, Tag]:
        kept, gone = create_tag("mot de passe"), create_tag("identifiants")
        add_synonym(gone, "logins")
        return kept, gone

    kept, gone = factory.write(lambda: tuple(each.id for each in tags()))
    both = factory.topic(forum, author, "Les deux", tags=_tags(factory, kept, gone))
    one = factory.topic(forum, author, "Un seul", tags=_tags(factory, gone))
    page = admin.get(f"/admin/tags/{gone}/merge").form("/merge").submit(into="Mot de passe")
    assert "2 sujets ont changé d’étiquette" in page.words()
    assert factory.read(lambda: sorted(topics_with(db.session.get_one(Tag, kept)))) == [both, one]
    assert factory.read(lambda: {each.synonym_of_id for each in db.session.query(Tag)}) == {None, kept}
    assert factory.browser().get("/tag/identifiants").words().count("Un seul") >= 1
    assert admin.get(f"/admin/tags/{kept}/merge").form("/merge").submit(into="mot de passe").status == 422


def _tags(factory: Factory, *ids: int) -> tuple[Tag, ...]:
    return tuple(factory.get(Tag, each) for each in ids)
