"""Writing without script: every journey fills in the very forms that the pages show."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from forum import clock, paths
from forum.db import db
from forum.markup import clean_text
from forum.slugs import TAKEN_BELOW_A_TOPIC
from forum.taxonomy.actions import add_synonym, create_tag
from forum.topics.models import Post, State, Submission, Topic
from tests.browsing import Browser, Page
from tests.factories import READ_ONLY, Factory

POST = ("do", "post")
PREVIEW = ("do", "preview")
CONVERT = ("do", "convert")


@pytest.fixture
def forum_id(factory: Factory) -> int:
    return factory.forum("Contrats")


@pytest.fixture
def alice(factory: Factory, forum_id: int) -> Browser:
    return factory.browser(factory.user("alice"))


@pytest.fixture
def topic_id(factory: Factory, forum_id: int) -> int:
    return factory.topic(forum_id, factory.user("bruno"), "Mots de passe retenus", "Mon prestataire *refuse*.")


def posts_of(factory: Factory, topic_id: int) -> list[Post]:
    return factory.read(lambda: list(db.session.query(Post).filter_by(topic_id=topic_id).order_by(Post.position)))


def count(factory: Factory, model: type) -> int:
    return factory.read(lambda: db.session.query(model).count())


def composed(page: Page) -> str:
    return str(next(form.fields["body"] for form in page.forms() if "body" in form.fields))


# --- a new topic


def test_a_member_opens_a_topic_and_lands_on_it(factory: Factory, alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    page = form.submit(button=POST, title="Mon prestataire  ne répond plus", kind="question", body="Que **faire** ?")
    assert page.path.startswith("/t/")
    assert page.path.endswith("/mon-prestataire-ne-repond-plus")
    assert page.find("strong")[0].text == "faire"


def test_a_topic_called_like_a_page_below_it_is_still_read(app: Flask, alice: Browser) -> None:
    below = re.compile(r"/t/<int:topic_id>/([a-z]+)")
    pages = {found[1] for rule in app.url_map.iter_rules() if (found := below.fullmatch(rule.rule))}
    assert pages == TAKEN_BELOW_A_TOPIC
    for title in ("Reply", "Expérience"):
        page = alice.get("/f/contrats/new").form("/new").submit(button=POST, title=title, body="Un récit.")
        assert f"<h1>{title}</h1>" in alice.get(page.path).text


def test_tags_are_found_by_name_and_synonyms_lead_to_their_tag(factory: Factory, alice: Browser) -> None:
    factory.write(lambda: add_synonym(create_tag("RGPD"), "GDPR"))
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    page = form.submit(button=POST, title="Données de santé", kind="question", body="Bonjour.", tags="gdpr, Rgpd")
    assert [link.text for link in page.find("a", rel="tag")] == ["RGPD"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "abc"}, "Donnez un titre de 5 à 150 caractères."),
        ({"title": "x" * 151}, "Donnez un titre de 5 à 150 caractères."),
        ({"title": "x" * 100_000}, "Donnez un titre de 5 à 150 caractères."),
        ({"title": "!!! ??? ..."}, "Un titre contient au moins un mot."),
        ({"body": " \n "}, "Votre message est vide"),
        ({"body": "\0\x01\ufeff"}, "Votre message est vide"),
        ({"body": "é" * 32_001}, "32 001 caractères, 32 000 au plus"),
        ({"body": "> " * 30 + "fin"}, "emboîtées sur"),
        ({"body": "[a](https://a.fr) " * 301}, "301 liens, 300 au plus"),
        ({"kind": "guide"}, "Choisissez dans la liste."),
        ({"kind": ""}, "Choisissez dans la liste."),
        ({"tags": "inconnue"}, "L’étiquette « inconnue » n’existe pas"),
        ({"tags": "a1, a2, a3, a4, a5, a6"}, "Choisissez au plus 5 étiquettes."),
        ({"tags": ",".join(f"t{number}" for number in range(1000))}, "Choisissez au plus 5 étiquettes."),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_text_kept(
    factory: Factory, alice: Browser, fields: dict[str, str], said: str
) -> None:
    values = {"title": "Un titre qui convient", "kind": "question", "body": "Un texte à ne pas perdre.", **fields}
    page = alice.get("/f/contrats/new").form("/f/contrats/new").submit(button=POST, **values)
    assert page.status == 422
    assert said in page.words()
    if "body" not in fields:
        assert composed(page) == "Un texte à ne pas perdre."
    else:
        assert composed(page).strip() == clean_text(fields["body"]).strip()
    assert count(factory, Topic) == 0


def test_moderators_make_guides_and_tags(factory: Factory, forum_id: int) -> None:
    browser = factory.browser(factory.moderator())
    form = browser.get("/f/contrats/new").form("/f/contrats/new")
    page = form.submit(button=POST, title="Reprendre ses accès", kind="guide", body="D’abord…", tags="accès, reprise")
    assert sorted(link.text or "" for link in page.find("a", rel="tag")) == ["accès", "reprise"]
    assert factory.read(lambda: db.session.query(Topic).one().kind) == "guide"


# --- a reply


def test_a_member_replies_and_lands_on_the_reply(factory: Factory, alice: Browser, topic_id: int) -> None:
    page = alice.get(f"/t/{topic_id}/reply")
    assert "Mon prestataire refuse" in page.words()
    answer = page.form(f"/t/{topic_id}/reply").submit(button=POST, body="Mettez-le en demeure.", follow=False)
    made = posts_of(factory, topic_id)[1]
    assert (answer.status, answer.location) == (303, f"/p/{made.id}")
    assert alice.get(answer.location, follow=False).location == f"/t/{topic_id}/mots-de-passe-retenus#p{made.id}"


def test_ones_own_post_is_not_unread(factory: Factory, alice: Browser, topic_id: int) -> None:
    page = alice.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply").submit(button=POST, body="Voici.")
    assert page.find("p", id="unread") == []
    assert "Mots de passe retenus" not in alice.get("/lists/unread").words()
    factory.reply(topic_id, factory.user())
    assert len(alice.get(f"/t/{topic_id}/mots-de-passe-retenus").find("p", id="unread")) == 1


def test_a_quote_keeps_its_author_and_the_way_back(factory: Factory, alice: Browser, topic_id: int) -> None:
    first = posts_of(factory, topic_id)[0].id
    page = alice.get(f"/t/{topic_id}/reply?quote={first}")
    assert composed(page).startswith(f"> [bruno](/p/{first})")
    body = composed(page) + "Tout à fait."
    page = page.form(f"/t/{topic_id}/reply").submit(button=POST, body=body)
    quote = page.find("blockquote")[0]
    assert [link.get("href") for link in quote.iter("a")] == [f"/p/{first}"]


def test_quoting_from_the_reply_page_keeps_what_is_typed(factory: Factory, alice: Browser, topic_id: int) -> None:
    first = posts_of(factory, topic_id)[0].id
    form = alice.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    page = form.submit(button=("quote", str(first)), body="Bonjour,")
    assert page.status == 200
    assert composed(page).startswith(f"Bonjour,\n\n> [bruno](/p/{first})")
    assert count(factory, Post) == 1


def test_a_post_of_another_topic_is_not_quoted(factory: Factory, alice: Browser, topic_id: int) -> None:
    elsewhere = factory.topic(factory.private_forum(), factory.moderator(), "Secret", "Un secret.")
    hidden = factory.first_post(elsewhere)
    assert alice.get(f"/t/{topic_id}/reply?quote={hidden}").status == 404
    assert alice.get(f"/p/{hidden}/quote").status == 404


def test_the_script_gets_a_quote_as_text(factory: Factory, alice: Browser, topic_id: int) -> None:
    first = posts_of(factory, topic_id)[0].id
    page = alice.get(f"/p/{first}/quote")
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert page.text.startswith(f"> [bruno](/p/{first})")


def test_posts_that_came_meanwhile_are_shown_once(factory: Factory, alice: Browser, topic_id: int) -> None:
    form = alice.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    factory.reply(topic_id, factory.user("chloé"), "Arrivée entre-temps.")
    page = form.submit(button=POST, body="Mon avis.")
    assert page.status == 409
    assert "Un message est arrivé pendant que vous écriviez" in page.words()
    assert "Arrivée entre-temps." in page.words()
    assert composed(page) == "Mon avis."
    page = page.form(f"/t/{topic_id}/reply").submit(button=POST)
    assert page.status == 200
    assert [post.body for post in posts_of(factory, topic_id)][1:] == ["Arrivée entre-temps.", "Mon avis."]


def test_the_same_form_sent_twice_makes_one_post(factory: Factory, alice: Browser, topic_id: int) -> None:
    form = alice.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    first = form.submit(button=POST, body="Une fois.", follow=False)
    second = form.submit(button=POST, body="Une fois.", follow=False)
    assert first.location == second.location
    assert len(posts_of(factory, topic_id)) == 2
    assert count(factory, Submission) == 1


def test_a_form_without_its_key_still_makes_a_post(factory: Factory, alice: Browser, topic_id: int) -> None:
    for key in ("", "k" * 65, "clé"):
        assert alice.post(f"/t/{topic_id}/reply", {"body": "Sans clé.", "key": key}).status == 200
    assert len(posts_of(factory, topic_id)) == 4


def test_a_preview_is_what_will_be_posted(factory: Factory, alice: Browser, topic_id: int) -> None:
    body = "Voir **ici**, @bruno : <script>alert(1)</script>"
    page = alice.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply").submit(button=PREVIEW, body=body)
    assert page.status == 200
    assert composed(page) == body
    by_script = alice.post("/preview", {"body": body}).response.get_json()
    page.form(f"/t/{topic_id}/reply").submit(button=POST)
    posted = posts_of(factory, topic_id)[1].html
    assert by_script == {"html": posted, "bbcode": False}
    assert posted in page.text
    assert '<a class="mention" href="/u/bruno">@bruno</a>' in posted
    assert "<script" not in posted


def test_a_preview_that_is_too_complex_says_why(alice: Browser, topic_id: int) -> None:
    page = alice.post("/preview", {"body": "> " * 30 + "fin"})
    assert page.status == 422
    assert "emboîtées sur 30 niveaux, 10 au plus" in page.response.get_json()["error"]


def test_pasted_bbcode_is_offered_for_conversion_once(factory: Factory, alice: Browser, topic_id: int) -> None:
    body = "[b]Gras[/b] et [url=https://example.org/]lien[/url]"
    page = alice.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply").submit(button=POST, body=body)
    assert page.status == 422
    assert CONVERT in page.form(f"/t/{topic_id}/reply").buttons
    converted = page.form(f"/t/{topic_id}/reply").submit(button=CONVERT)
    assert composed(converted) == "**Gras** et [lien](https://example.org/)"
    kept = page.form(f"/t/{topic_id}/reply").submit(button=POST)
    assert kept.status == 200
    assert posts_of(factory, topic_id)[1].body == body


def test_quick_reply_needs_no_other_page(factory: Factory, alice: Browser, topic_id: int) -> None:
    page = alice.get(f"/t/{topic_id}/mots-de-passe-retenus")
    page = page.form(f"/t/{topic_id}/reply").submit(button=POST, body="Réponse rapide.")
    assert page.status == 200
    assert posts_of(factory, topic_id)[1].body == "Réponse rapide."


def test_a_newcomers_first_post_with_links_waits(factory: Factory, topic_id: int) -> None:
    browser = factory.browser(factory.user("nouvelle", posts=0))
    form = browser.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    page = form.submit(button=POST, body="Voyez https://example.org/ici")
    assert "attend l’approbation de la modération" in page.words()
    assert "Voyez" in page.words()
    assert posts_of(factory, topic_id)[1].state == State.PENDING
    other = factory.browser(factory.user()).get(f"/t/{topic_id}/mots-de-passe-retenus")
    assert "example.org" not in other.text


def test_a_newcomer_who_only_quotes_links_does_not_wait(factory: Factory, topic_id: int) -> None:
    linking = factory.reply(topic_id, factory.user("bea"), "Voyez https://example.org/ici et https://example.org/la.")
    browser = factory.browser(factory.user("nouvelle", posts=0))
    form = browser.get(f"/t/{topic_id}/reply?quote={linking}").form(f"/t/{topic_id}/reply")
    quoted = form.fields["body"]
    assert "example.org/ici" in quoted
    form.submit(button=POST, body=f"{quoted}\n\nMerci, cela m’aide beaucoup.")
    other = factory.browser(factory.user("autre", posts=0))
    for body in (quoted.replace("/ici", "/ailleurs"), f"{quoted}\n\nhttps://example.org/ici"):
        other.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply").submit(button=POST, body=body)
    states = [post.state for post in posts_of(factory, topic_id)[2:]]
    assert states == [State.VISIBLE, State.PENDING, State.PENDING]


# --- who may


def test_a_visitor_signs_in_and_comes_back_to_the_very_form(visitor: Browser, topic_id: int) -> None:
    for path in (f"/t/{topic_id}/reply?quote=1", "/f/contrats/new", "/p/1/edit"):
        page = visitor.get(path, follow=False)
        assert (page.status, page.location.partition("?")[0]) == (303, "/login")
        assert page.headers["Location"].endswith(path.replace("/", "%2F").replace("?", "%3F").replace("=", "%3D"))


@pytest.mark.parametrize("path", ["/f/salle/new", "/t/{topic}/reply", "/p/{post}/edit", "/p/{post}/delete"])
def test_what_is_hidden_is_missing_for_every_method(factory: Factory, alice: Browser, forum_id: int, path: str) -> None:
    private = factory.private_forum("Salle")
    topic = factory.topic(private, factory.moderator(), "Secret", "Un secret.")
    path = path.format(topic=topic, post=factory.first_post(topic))
    assert alice.get(path).status == 404
    page = alice.post(path, {"body": "Je passe.", "title": "Un titre", "kind": "question", "do": "post"})
    assert page.status == 404
    assert "Secret" not in page.text
    assert len(posts_of(factory, topic)) == 1


def test_no_reply_where_one_may_only_read(factory: Factory, alice: Browser) -> None:
    topic = factory.topic(factory.forum("Annonces", READ_ONLY), factory.admin(), "Nouveautés", "Voici.")
    assert alice.get(f"/t/{topic}/reply").status == 403
    page = alice.post(f"/t/{topic}/reply", {"body": "Merci !", "do": "post"})
    assert page.status == 403
    assert composed(page) == "Merci !"


def test_a_topic_locked_meanwhile_keeps_the_text(factory: Factory, alice: Browser, topic_id: int) -> None:
    form = alice.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    factory.write(lambda: setattr(db.session.get_one(Topic, topic_id), "locked", True))
    page = form.submit(button=POST, body="Trop tard ?")
    assert page.status == 403
    assert "Ce sujet est verrouillé" in page.words()
    assert composed(page) == "Trop tard ?"


def test_a_topic_gone_meanwhile_leaves_the_text_to_copy(factory: Factory, alice: Browser, topic_id: int) -> None:
    form = alice.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    factory.write(lambda: setattr(db.session.get_one(Topic, topic_id), "state", State.DELETED))
    page = form.submit(button=POST, body="À ne pas perdre.")
    assert page.status == 410
    assert [area.text for area in page.find("textarea")] == ["À ne pas perdre."]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/t/999999/reply", 404),
        ("/t/0/reply", 404),
        ("/t/99999999999999999999999/reply", 404),
        ("/p/999999/edit", 404),
        ("/p/999999/history", 404),
        ("/f/rien/new", 404),
        ("/f/contrats/new?title=%00", 400),
    ],
)
def test_unknown_things_are_missing(alice: Browser, path: str, status: int) -> None:
    assert alice.get(path).status == status


@pytest.mark.parametrize("path", ["/preview", "/attachments"])
def test_what_is_only_sent_is_not_opened(alice: Browser, path: str) -> None:
    assert alice.get(path).status == 405


def test_a_body_beyond_all_measure_is_refused_whole(alice: Browser, topic_id: int) -> None:
    page = alice.post(f"/t/{topic_id}/reply", {"body": "x" * 10_000_000, "do": "post"})
    assert page.status == 413
    assert "trop volumineux" in page.words()


def test_a_form_without_its_token_is_refused(alice: Browser, topic_id: int, factory: Factory) -> None:
    page = alice.send("post", f"/t/{topic_id}/reply", {"body": "D’ailleurs."})
    assert 400 <= page.status < 500
    assert len(posts_of(factory, topic_id)) == 1


def test_bytes_that_are_no_text_break_nothing(factory: Factory, alice: Browser, topic_id: int) -> None:
    page = alice.send("post", f"/t/{topic_id}/reply", {"csrf_token": alice.token(), "body": b"a\xed\xa0\x80\xffb"})
    assert page.status == 200
    assert "\ud800" not in posts_of(factory, topic_id)[1].body


def test_the_category_takes_no_topic(factory: Factory, alice: Browser) -> None:
    factory.forum("Rayon", kind="category")
    page = alice.get("/f/rayon/new")
    assert page.status == 403
    assert "On n’écrit pas dans une catégorie" in page.words()


def test_the_pace_of_writing_is_kept_and_said(make_app: Callable[..., Flask], factory: Factory, topic_id: int) -> None:
    browser = Browser(make_app(rate_limits="on"), factory.user("pressé"))
    form = browser.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    assert form.submit(button=POST, body="Un.").status == 200
    page = browser.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply").submit(button=POST, body="Deux.")
    assert page.status == 429
    assert 1 <= int(page.headers["Retry-After"]) <= 5
    assert "Vous écrivez vite" in page.words()
    assert composed(page) == "Deux."


def test_previews_are_limited_with_and_without_script(
    make_app: Callable[..., Flask], topic_id: int, factory: Factory
) -> None:
    browser = Browser(make_app(rate_limits="on"), factory.user("curieux"))
    form = browser.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    pages = [form.submit(button=PREVIEW, body="Voyons.") for _ in range(31)]
    assert [page.status for page in pages] == [200] * 30 + [429]
    assert composed(pages[-1]) == "Voyons."
    assert browser.post("/preview", {"body": "Voyons."}).status == 429


def test_who_is_suspended_is_not_invited_to_reply(factory: Factory) -> None:
    author = factory.user("auteur")
    stopped = factory.user("suspendue", suspended_until=clock.now() + timedelta(days=3))
    address = paths.topic(factory.topic(factory.forum(), author), "un-sujet")
    assert "Répondre" in factory.browser(author).get(address).words()
    assert "Répondre" not in factory.browser(stopped).get(address).words()
