"""Signatures and experts as readers, members and staff meet them."""

import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import vobject

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.experts import actions, privacy
from forum.experts.actions import Identity, Scope, Ways
from forum.experts.models import Expert, ExpertDecision, ExpertProof
from forum.moderation.models import LogEntry
from forum.taxonomy.actions import create_tag
from forum.taxonomy.models import Tag
from forum.topics import actions as topics
from forum.topics.actions import Sent
from forum.topics.models import Kind, Post, PostCitation, Topic
from tests.counting import statements
from tests.experts.asking import EVE, WAYS, accept, ask
from tests.factories import Factory, text


def answer(factory: Factory, topic_id: int, author_id: int, *, as_expert: bool = True) -> int:
    def act() -> int:
        topic = db.session.get_one(Topic, topic_id)
        return topics.reply(db.session.get_one(User, author_id), topic, text("Oui."), Sent(as_expert=as_expert)).id

    return factory.write(act)


@pytest.fixture
def world(factory: Factory) -> dict[str, int]:
    forum, alice, eve, ada = factory.forum(), factory.user("alice"), factory.user("eve"), factory.admin()
    return {"topic": factory.topic(forum, alice), "alice": alice, "eve": eve, "ada": ada}


def test_signed_in_full_once_a_page(factory: Factory, world: dict[str, int]) -> None:
    factory.user("bob", signature_html="<p>Bob, à votre service</p>")
    bob = factory.read(lambda: db.session.scalar(sa.select(User.id).where(User.name == "bob")))
    for _ in range(3):
        factory.reply(world["topic"], bob)
    page = factory.browser().get(f"/t/{world['topic']}/un-sujet")
    assert page.text.count("Bob, à votre service") == 1
    assert page.text.count(f'href="#s{bob}"') == 2
    for wish, full in (("all", 3), ("none", 0)):
        factory.write(lambda wish=wish: setattr(db.session.get_one(User, world["alice"]), "signatures", wish))
        page = factory.browser(world["alice"]).get(f"/t/{world['topic']}/un-sujet")
        assert page.text.count("Bob, à votre service") == full
        assert f'href="#s{bob}"' not in page.text


def test_the_card_stands_once_and_then_a_line(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    for _ in range(2):
        answer(factory, world["topic"], world["eve"])
    answer(factory, world["topic"], world["eve"], as_expert=False)
    page = factory.browser().get(f"/t/{world['topic']}/un-sujet")
    assert page.text.count("h-card") == 1
    assert page.text.count(f'href="#c{world["eve"]}"') == 1
    words = page.words()
    assert "Ève Martin · Martin & associés" in words
    assert "Inscription au barreau vérifiée le" in words
    assert 'href="tel:+33613031796"' in page.text
    assert "cabinet@exemple.fr" not in page.text
    assert "T-77" not in page.text
    assert words.count("Avocate · profession vérifiée") == 2
    head = page.text.split("</head>")[0]
    assert "06 13 03" not in head
    assert "33613031796" not in head


def test_one_statement_more_only_where_an_expert_speaks(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    browser, counts = factory.browser(world["alice"]), []
    for speaks in (False, True):
        answer(factory, world["topic"], world["eve"], as_expert=speaks)
        browser.get(f"/t/{world['topic']}/un-sujet")
        with statements(factory.app) as sent:
            browser.get(f"/t/{world['topic']}/un-sujet")
        counts.append(len(sent))
    assert counts[1] == counts[0] + 1


@pytest.mark.parametrize(
    ("change", "hidden"),
    [
        ({"organisation": "Ailleurs"}, True),
        ({"number": "T-78"}, True),
        ({"profession": "jurist"}, True),
        ({"full_name": "Ève Petit"}, True),
        ({"feminine": False}, False),
        ({"proof_url": "https://annuaire.example/eve"}, False),
    ],
)
def test_what_was_checked_is_checked_again(
    factory: Factory, world: dict[str, int], change: dict[str, object], hidden: bool
) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    identity = Identity(**{**EVE.__dict__, **change})
    ask(factory, world["eve"], identity, Ways("01 99 00 12 34"))
    assert (factory.get(User, world["eve"]).recognised_until is None) is hidden
    assert factory.get(Expert, world["eve"]).standing == ("pending" if hidden else "accepted")


def test_time_ends_a_recognition_and_says_so_before(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    post = answer(factory, world["topic"], world["eve"])
    near, after = clock.now() + timedelta(days=340), clock.now() + timedelta(days=366)
    assert factory.write(lambda: actions.remind(near, 30)) == 1
    assert factory.write(lambda: actions.remind(near, 30)) == 0
    assert factory.write(lambda: actions.expire(near)) == 0
    assert factory.write(lambda: actions.expire(after)) == 1
    page = factory.browser().get(f"/t/{world['topic']}/un-sujet")
    assert "h-card" not in page.text
    (plain,) = page.find("div", class_="sign")
    assert "".join(plain.itertext()).split("\n") == [
        "Ève Martin · Martin & associés",
        "06 13 03 17 96",
        "https://exemple.fr/contact",
    ]
    assert "vérifiée" not in page.text
    assert "vocate" not in page.text
    answer(factory, world["topic"], world["eve"])
    assert "Ève Martin · Martin & associés · coordonnées" in factory.browser().get(page.path).words()
    form = factory.browser(world["eve"]).get("/settings/signature").form("/settings/signature")
    assert form.fields["signature"].startswith("Ève Martin · Martin & associés\n")  # hers to change
    assert factory.get(Post, post).as_expert
    assert factory.browser().get("/u/eve.vcf").status == 404
    assert factory.write(lambda: actions.purge_proofs(clock.now() + timedelta(days=29))) == 0
    assert factory.write(lambda: actions.purge_proofs(clock.now() + timedelta(days=31))) == 1


def test_a_signature_of_ones_own_outlives_a_recognition(factory: Factory, world: dict[str, int]) -> None:
    factory.write(lambda: setattr(db.session.get_one(User, world["eve"]), "signature_html", "<p>Ève, tout court</p>"))
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    answer(factory, world["topic"], world["eve"])
    factory.write(lambda: actions.expire(clock.now() + timedelta(days=366)))
    page = factory.browser().get(f"/t/{world['topic']}/un-sujet")
    assert "Ève, tout court" in page.text
    assert "613031796" not in page.text.replace(" ", "")


def test_a_paused_contact_shows_no_way(factory: Factory, world: dict[str, int]) -> None:
    paused = Ways(**{**WAYS.__dict__, "paused_until": clock.now().date() + timedelta(days=5)})
    ask(factory, world["eve"], ways=paused)
    accept(factory, world["eve"], world["ada"])
    answer(factory, world["topic"], world["eve"])
    for address in (f"/t/{world['topic']}/un-sujet", "/experts", "/u/eve.vcf"):
        page = factory.browser().get(address)
        assert page.status == 200
        assert "613031796" not in page.text
        assert "exemple.fr/contact" not in page.text


def test_from_request_to_card(factory: Factory, world: dict[str, int]) -> None:
    eve, ada = factory.browser(world["eve"]), factory.browser(world["ada"])
    form = eve.get("/settings/expert").form("/settings/expert")
    page = form.submit(
        full_name="Ève Martin",
        profession="lawyer",
        feminine="f",
        bar="barreau de Lyon",
        organisation="Martin",
        phone="0613031796",
        towns="Lyon, Villeurbanne",
        proof=(io.BytesIO(b"%PDF-1.7\nx\nstartxref\n1\n%%EOF"), "carte.pdf"),
    )
    assert "attend la réponse de l’équipe" in page.words()
    factory.drain()
    page = ada.get("/moderation/experts")
    assert "Ève Martin" in page.words()
    case = f"/moderation/experts/{world['eve']}"
    proof = factory.read(lambda: db.session.scalar(sa.select(ExpertProof.id)))
    file = ada.get(f"/experts/proofs/{proof}")
    assert file.headers["Cache-Control"] == "private, no-store"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert ada.get(case).form(f"{case}/accept").submit(verified="bar").status == 200
    verbs = factory.read(lambda: list(db.session.scalars(sa.select(LogEntry.verb))))
    assert verbs == ["expert.accept"]
    reply = eve.get(f"/t/{world['topic']}/reply").form(f"/t/{world['topic']}/reply")
    assert reply.fields["as_expert"] == "y"
    assert "h-card" in reply.submit(body="Oui.", button=("do", "post")).text
    card = vobject.readOne(factory.browser().get("/u/eve.vcf").text)
    assert card.fn.value == "Ève Martin"
    assert card.tel.value == "tel:+33613031796"
    assert card.contact_uri.value == "http://localhost/messages/new/eve"
    assert "Villeurbanne" in factory.browser().get("/experts?town=lyon").words()
    assert "Ève Martin" not in factory.browser().get("/experts?town=paris").words()


def test_only_the_author_chooses_as_whom_they_speak(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    post = answer(factory, world["topic"], world["eve"])
    form = factory.browser(world["ada"]).get(f"/p/{post}/edit").form(f"/p/{post}/edit")
    form.submit(body="Corrigé.", button=("do", "post"))
    assert factory.get(Post, post).as_expert
    form = factory.browser(world["eve"]).get(f"/p/{post}/edit").form(f"/p/{post}/edit")
    form.fields.pop("as_expert")
    form.submit(body="Corrigé encore.", button=("do", "post"))
    assert not factory.get(Post, post).as_expert
    assert not factory.get(User, world["eve"]).speaks_as_expert
    other = factory.browser(world["alice"]).get(f"/t/{world['topic']}/reply")
    made = other.form(f"/t/{world['topic']}/reply").submit(body="Moi ?", as_expert="y", button=("do", "post"))
    assert "h-card" not in made.text


def test_a_withdrawn_record_leaves_nothing(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    eve = factory.browser(world["eve"])
    eve.get("/settings/expert").form("/settings/expert/withdraw").submit()
    assert factory.read(lambda: db.session.query(Expert).count() + db.session.query(ExpertProof).count()) == 0
    assert factory.get(User, world["eve"]).recognised_until is None


def test_the_sentence_under_the_last_post(factory: Factory, world: dict[str, int]) -> None:
    address = f"/t/{world['topic']}/un-sujet"
    assert factory.browser().get(address).words().count("ne remplacent pas une consultation juridique") == 1
    assert "do not replace personal legal advice" in factory.browser().get(f"{address}?lang=en").words()
    ada = factory.browser(world["ada"])
    ada.get("/admin/settings").form("/admin/settings").submit(disclaimer="Phrase à nous.")
    assert "Phrase à nous." in factory.browser().get(address).words()
    ada.get("/admin/settings").form("/admin/settings").submit(disclaimer="-")
    assert "disclaimer" not in factory.browser().get(address).text


def test_a_signature_is_written_looked_at_and_cleared(factory: Factory, world: dict[str, int]) -> None:
    alice = factory.browser(world["alice"])
    form = alice.get("/settings/signature").form("/settings/signature")
    page = form.submit(signature="Alice\n<b>x</b> [moi](https://alice.fr)", button=("do", "preview"))
    assert 'href="https://alice.fr"' in page.text
    assert factory.get(User, world["alice"]).signature == ""
    page.form("/settings/signature").submit()
    assert "<br" in factory.get(User, world["alice"]).signature_html
    for wrong in ("x" * 501, "https://a.fr " * 6, "\n\n".join("a" * 30)):
        assert alice.get("/settings/signature").form("/settings/signature").submit(signature=wrong).status == 422
    ada = factory.browser(world["ada"])
    ada.get("/u/alice/staff").form("/u/alice/staff/signature").submit(reason="Publicité")
    assert factory.get(User, world["alice"]).signature_html == ""


def test_the_form_shows_what_was_said(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    fields = factory.browser(world["eve"]).get("/settings/expert").form("/settings/expert").fields
    assert (fields["feminine"], fields["phone"], fields["towns"]) == ("f", "06 13 03 17 96", "Lyon")
    factory.browser(world["eve"]).get("/settings/expert").form("/settings/expert").submit()
    assert factory.get(Expert, world["eve"]).feminine


def test_the_numbers_that_the_form_shows_as_examples_are_taken(factory: Factory, world: dict[str, int]) -> None:
    eve = factory.browser(world["eve"])
    form = eve.get("/settings/expert").form("/settings/expert")
    refused = form.submit(full_name="Ève", profession="jurist", phone="12")
    examples = set(re.findall(r"(?:\+|\b0)\d[\d ]{8,}\d", refused.words()))
    assert len(examples) == 2
    for each in examples:
        taken = refused.form("/settings/expert").submit(full_name="Ève", profession="jurist", phone=each)
        assert "transmise" in taken.words() or "C’est enregistré" in taken.words(), each


def test_an_export_holds_it_and_forgetting_leaves_nothing(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    exported, files = factory.read(lambda: privacy.export(db.session.get_one(User, world["eve"])))
    assert exported["number"] == "T-77"
    assert exported["towns"] == ["Lyon"]
    assert [(name, content) for name, content in files] == [("carte.pdf", b"%PDF-1.7 secret")]
    assert factory.read(lambda: privacy.export(db.session.get_one(User, world["alice"]))) == ({}, [])
    factory.write(lambda: privacy.forget(db.session.get_one(User, world["eve"])))
    left = factory.read(lambda: db.session.query(Expert).count() + db.session.query(ExpertDecision).count())
    assert left == 0
    assert factory.get(User, world["eve"]).profession_title == ""


def test_questions_of_ones_fields(factory: Factory, world: dict[str, int]) -> None:
    tag = factory.write(lambda: create_tag("RGPD").id)
    forum = factory.forum("Données")
    tags = (factory.get(Tag, tag),)
    asked = factory.topic(forum, world["alice"], "Une question de données", kind=Kind.QUESTION, tags=tags)
    factory.topic(forum, world["alice"], "Une question d’autre chose", kind=Kind.QUESTION)
    about = factory.topic(forum, world["alice"], "Une question de code", "L’article 1240 ?", kind=Kind.QUESTION)
    first = factory.first_post(about)
    cited = {"post_id": first, "key": "code-civil/1240", "text": "code-civil"}
    factory.write(lambda: db.session.add(PostCitation(**cited)))
    scope = Scope(tags=("rgpd",), codes=("code-civil",))
    factory.write(lambda: actions.apply(db.session.get_one(User, world["eve"]), EVE, WAYS, scope))
    accept(factory, world["eve"], world["ada"])
    eve = factory.browser(world["eve"])
    words = eve.get("/experts/questions").words()
    assert "Une question de données" in words
    assert "Une question de code" in words
    assert "Une question d’autre chose" not in words
    answer(factory, asked, world["eve"])
    assert "Une question de données" not in eve.get("/experts/questions").words()


def test_contacts_stay_out_of_what_is_gathered(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    answer(factory, world["topic"], world["eve"])
    for address in ("/sitemap.xml", "/lists/active", "/members", "/"):
        assert "613031796" not in factory.browser().get(address).text
    page = factory.browser().get(f"/t/{world['topic']}/un-sujet").text
    document = page.split('application/ld+json">')[1].split("</script>")[0]
    assert "3031796" not in document
    assert "exemple.fr" not in document


def test_a_recognition_without_its_record_breaks_no_page(factory: Factory, world: dict[str, int]) -> None:
    until = clock.now() + timedelta(days=9)
    factory.write(lambda: setattr(db.session.get_one(User, world["eve"]), "recognised_until", until))
    for _ in range(2):
        answer(factory, world["topic"], world["eve"])
    page = factory.browser().get(f"/t/{world['topic']}")
    assert page.status == 200
    assert page.words().count("Oui.") == 2
    for path in ("/u/eve", "/experts", "/settings/expert"):
        assert factory.browser(world["eve"]).get(path).status == 200, path


def test_the_directory_offers_no_private_message_to_who_wants_none(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"])
    assert "/messages/new/eve" in factory.browser(world["alice"]).get("/experts").links()
    factory.write(lambda: setattr(db.session.get_one(User, world["eve"]), "messages_from", "nobody"))
    assert "/messages/new/eve" not in factory.browser(world["alice"]).get("/experts").links()
