"""Before publishing, what is personal in a text is shown; its writer masks it or lets it stand. Without script."""

import pytest

from forum.db import db
from forum.experiences.models import Experience
from forum.resources.models import Resource
from forum.topics.models import Post
from tests.browsing import Browser, Form, Page
from tests.factories import Factory
from tests.resources.lists import a_list
from tests.web.test_experts import accept, ask

POST = ("do", "post")
ASKED = "Des données personnelles, avant de publier ?"


@pytest.fixture
def topic_id(factory: Factory) -> int:
    return factory.topic(
        factory.forum("Contrats"), factory.user("bruno"), "Mots de passe retenus", "Mon presta refuse."
    )


@pytest.fixture
def alice(factory: Factory) -> Browser:
    return factory.browser(factory.user("alice", signature="Joindre : 01 45 67 89 10"))


def compose(page: Page) -> Form:
    return next(form for form in page.forms() if "shielded" in form.fields)


def bodies(factory: Factory, topic_id: int) -> list[str]:
    def read() -> list[str]:
        return [body for (body,) in db.session.query(Post.body).filter_by(topic_id=topic_id).order_by(Post.position)]

    return factory.read(read)


def reply(browser: Browser, topic_id: int, body: str) -> Page:
    return browser.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply").submit(button=POST, body=body)


def masks(page: Page) -> list[tuple[str, str]]:
    return [button for button in compose(page).buttons if button[0] == "mask"]


def test_each_is_masked_by_one_click_and_the_text_is_kept(factory: Factory, alice: Browser, topic_id: int) -> None:
    page = reply(alice, topic_id, "Appelez le 06 12 34 56 78, écrivez à a@b.fr.")
    assert page.status == 422
    assert ASKED in page.words()
    assert len(bodies(factory, topic_id)) == 1
    key = compose(page).fields["key"]
    page = compose(page).submit(button=masks(page)[0])
    assert page.status == 200
    assert compose(page).fields["body"].strip() == "Appelez le [téléphone masqué], écrivez à a@b.fr."
    assert compose(page).fields["key"] == key
    assert len(masks(page)) == 1, "the address is still asked about, alone"
    compose(page).submit(button=POST)
    assert bodies(factory, topic_id)[1:] == ["Appelez le [téléphone masqué], écrivez à a@b.fr."]


def test_all_at_once(factory: Factory, alice: Browser, topic_id: int) -> None:
    page = reply(alice, topic_id, "mot de passe : S3cret!x, IBAN FR7630006000011234567890189, dossier n° 2023/12345")
    page = compose(page).submit(button=masks(page)[-1])
    assert ASKED not in page.words()
    assert "C’est masqué" in page.words()
    compose(page).submit(button=POST)
    masked = "mot de passe : [secret masqué], IBAN [IBAN masqué], dossier n° [numéro de dossier masqué]"
    assert bodies(factory, topic_id)[1:] == [masked]


def test_the_writer_decides_and_the_same_form_sent_twice_makes_one_post(
    factory: Factory, alice: Browser, topic_id: int
) -> None:
    form = compose(reply(alice, topic_id, "Je suis joignable au 06 12 34 56 78."))
    form.submit(button=POST)
    form.submit(button=POST)
    assert bodies(factory, topic_id)[1:] == ["Je suis joignable au 06 12 34 56 78."]


def test_what_is_typed_after_a_decision_is_asked_about_alone(alice: Browser, topic_id: int) -> None:
    form = compose(reply(alice, topic_id, "Appelez le 06 12 34 56 78."))
    page = form.submit(button=POST, body="Appelez le 06 12 34 56 78 ou écrivez à a@b.fr.")
    assert page.status == 422
    assert [mark.text for mark in page.find("mark")] == ["a@b.fr"]


def test_silent_on_what_is_published_anyway(factory: Factory, alice: Browser, topic_id: int) -> None:
    reply(alice, topic_id, "Comme l’indique ma signature : 0145678910.")
    post = factory.reply(topic_id, factory.user("chloe"), "Mon numéro : 06 12 34 56 78.")
    quoted = alice.get(f"/t/{topic_id}/reply?quote={post}").form(f"/t/{topic_id}/reply").fields["body"]
    reply(alice, topic_id, f"{quoted}\n\nJe vous appelle au 06 12 34 56 78.")
    assert len(bodies(factory, topic_id)) == 4


def test_silent_on_the_card_of_an_expert_as_far_as_it_shows(factory: Factory, topic_id: int) -> None:
    eve = factory.user("eve")
    ask(factory, eve)
    accept(factory, eve, factory.admin())
    page = reply(factory.browser(eve), topic_id, "Au 06 13 03 17 96, ou cabinet@exemple.fr.")
    assert [mark.text for mark in page.find("mark")] == ["cabinet@exemple.fr"], "the card keeps the address to itself"


def test_a_quote_of_a_private_post_is_not_public(factory: Factory, topic_id: int) -> None:
    staff = factory.moderator()
    hidden = factory.topic(factory.private_forum(), staff, "Entre nous", "Son numéro : 06 12 34 56 78.")
    body = f"> [modeste](/p/{factory.first_post(hidden)}) :\n> Son numéro : 06 12 34 56 78."
    assert reply(factory.browser(staff), topic_id, body).status == 422


def test_an_edit_asks_about_what_it_adds(factory: Factory, topic_id: int) -> None:
    author = factory.user("denis")
    post = factory.reply(topic_id, author, "Écrivez à a@b.fr.")
    browser = factory.browser(author)
    form = browser.get(f"/p/{post}/edit").form(f"/p/{post}/edit")
    assert form.submit(button=POST, body="Écrivez-moi à a@b.fr.", follow=False).status == 303
    form = browser.get(f"/p/{post}/edit").form(f"/p/{post}/edit")
    page = form.submit(button=POST, body="Écrivez-moi à a@b.fr ou c@d.fr.")
    assert [mark.text for mark in page.find("mark")] == ["c@d.fr"]


def test_the_parts_of_a_short_form_and_the_title_are_masked_too(alice: Browser, topic_id: int) -> None:
    form = alice.get("/f/contrats/new?form=question").form("/f/contrats/new")
    page = form.submit(button=POST, title="Qui connaît a@b.fr ?", situation="Le 06 12 34 56 78.", tried="", hoped="")
    assert page.status == 422
    page = compose(page).submit(button=masks(page)[-1])
    fields = compose(page).fields
    assert fields["title"] == "Qui connaît [adresse électronique masquée] ?"
    assert fields["situation"].strip() == "Le [téléphone masqué]."
    made = compose(page).submit(button=POST)
    assert made.path.startswith("/t/")
    assert "06 12" not in made.words()


def test_hostile_fields(alice: Browser, topic_id: int) -> None:
    form = compose(reply(alice, topic_id, "a@b.fr"))
    assert form.submit(button=("mask", "x,,\0" * 3000)).status == 200
    assert form.submit(button=POST, shielded="," * 5000).status == 422


def follow_up(browser: Browser, post: int, text: str) -> Page:
    form = browser.get(f"/p/{post}/since").form("/since")
    return form.submit(outcome="solved", follow_up=text, follow=False)


def said_since(factory: Factory, post: int) -> str:
    return factory.get(Experience, post).follow_up or ""


def test_what_became_of_an_experience_is_asked_about_too(factory: Factory, topic_id: int) -> None:
    author = factory.user("denis")
    post = factory.tells(factory.reply(topic_id, author))
    browser = factory.browser(author)
    page = follow_up(browser, post, "Réglé. Merci à Me Un, 06 12 34 56 78 ou a@b.fr.")
    assert (page.status, ASKED in page.words()) == (422, True)
    assert said_since(factory, post) == ""
    page = compose(page).submit(button=masks(page)[0])
    assert [mark.text for mark in page.find("mark")] == ["a@b.fr"], "the address is still asked about, alone"
    compose(page).submit()
    assert said_since(factory, post) == "Réglé. Merci à Me Un, [téléphone masqué] ou a@b.fr."
    assert follow_up(browser, post, "Réglé, grâce à a@b.fr.").status == 303, "it is public by now"
    form = browser.get(f"/p/{post}/edit").form("/edit")
    assert form.submit(button=POST, follow_up="Toujours a@b.fr.", follow=False).status == 303
    assert form.submit(button=POST, follow_up="Et c@d.fr.", follow=False).status == 422


@pytest.mark.parametrize("where", ["since", "edit"])
def test_under_a_pseudonym_one_s_own_published_details_are_asked_about(
    factory: Factory, topic_id: int, where: str
) -> None:
    member = factory.user("emma", signature="Joindre : 01 45 67 89 10")
    post = factory.tells(factory.reply(topic_id, member, pseudonym=True))
    form = factory.browser(member).get(f"/p/{post}/{where}").form(f"/{where}")
    page = form.submit(button=POST, outcome="solved", follow_up="Au 01 45 67 89 10.", follow=False)
    assert [mark.text for mark in page.find("mark")] == ["01 45 67 89 10"]


def test_the_reason_of_an_edit_is_read_too(factory: Factory, topic_id: int) -> None:
    author = factory.user("denis")
    post = factory.reply(topic_id, author)
    form = factory.browser(author).get(f"/p/{post}/edit").form(f"/p/{post}/edit")
    page = form.submit(button=POST, body="Autre chose.", reason="Demandé par a@b.fr")
    page = compose(page).submit(button=masks(page)[0])
    assert compose(page).fields["reason"] == "Demandé par [adresse électronique masquée]"


def test_a_private_message_is_sent_without_a_question(factory: Factory) -> None:
    alice, bruno = factory.user("alice"), factory.user("bruno")
    form = factory.browser(alice).get("/messages/new/bruno").form("/messages/new")
    page = form.submit(button=POST, title="Mon numéro", body="Appelez-moi au 06 12 34 56 78.")
    assert page.path.startswith("/messages/")
    assert "06 12 34 56 78" in factory.browser(bruno).get(page.path).words()


def test_a_resource_is_asked_about_and_its_address_stays_one_when_masked(factory: Factory, alice: Browser) -> None:
    world = a_list(factory)
    where = f"/t/{world.topic}/resources/new"
    typed = {"url": "x.fr/lettre?mail=a%40b.fr&n=1", "title": "Lettre à c@d.fr", "publisher": "Le 06 12 34 56 78"}
    page = alice.get(where).form(where).submit(**typed)
    assert (page.status, ASKED in page.words()) == (422, True)
    assert world.counts() == (0, 0)
    page = compose(page).submit(button=masks(page)[-1])
    assert page.status == 200
    fields = compose(page).fields
    assert fields["url"] == "https://x.fr/lettre?mail=xxx&n=1"
    assert fields["title"] == "Lettre à [adresse électronique masquée]"
    assert fields["publisher"] == "Le [téléphone masqué]"
    compose(page).submit()
    assert world.counts() == (0, 1)


def test_a_resource_may_stand_as_it_is_and_its_edit_asks_about_what_it_adds(factory: Factory, alice: Browser) -> None:
    world = a_list(factory)
    where = f"/t/{world.topic}/resources/new"
    page = alice.get(where).form(where).submit(url="exemple.fr/a", title="Écrire à c@d.fr")
    compose(page).submit()
    assert world.counts() == (0, 1), "the writer decides"
    (edit,) = factory.read(lambda: [f"/resources/{each.id}/edit" for each in db.session.query(Resource)])
    author = factory.browser(world.author)
    form = author.get(edit).form("/edit")
    assert form.submit(title="Écrivez à c@d.fr", follow=False).status == 303
    form = author.get(edit).form("/edit")
    page = form.submit(title="Écrivez à c@d.fr, ou au 06 12 34 56 78")
    assert [mark.text for mark in page.find("mark")] == ["06 12 34 56 78"]
    assert compose(page).submit(button=masks(page)[0]).status == 200


def test_an_address_that_is_refused_is_said_to_be_so_without_a_question(factory: Factory, alice: Browser) -> None:
    where = f"/t/{a_list(factory).topic}/resources/new"
    page = alice.get(where).form(where).submit(url="https://bob:pa55word@x.fr/", title="Une page")
    assert "Cette adresse contient un identifiant" in page.words()
    assert ASKED not in page.words()
