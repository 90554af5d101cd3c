"""Private messages as two members write them: from a post, read, answered; nobody else gets a word."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask import Flask

from forum import clock
from forum.db import db
from forum.outbox import OutboxRow
from forum.topics.models import Kind
from forum.web.tally import flush
from tests.browsing import Form, Page
from tests.counting import statements
from tests.factories import Factory
from tests.messages.writing import Writing
from tests.web.crawling import crawl
from tests.web.peopled import SECRET, peopled

POST, PREVIEW, DRAFT = ("do", "post"), ("do", "preview"), ("do", "draft")


def writing_form(page: Page) -> Form:
    """The form that a message is written in."""
    return next(form for form in page.forms() if "body" in form.fields)


@pytest.fixture
def two(factory: Factory) -> tuple[int, int]:
    return factory.user("alice"), factory.user("bruno")


@pytest.fixture
def here(factory: Factory, two: tuple[int, int]) -> str:
    """A conversation that Alice opened: its address."""
    return f"/messages/{Writing(factory).start(*two, body='Ma **question**.')}"


def test_from_a_post_to_an_answer(factory: Factory, two: tuple[int, int]) -> None:
    alice, bruno = two
    topic = factory.topic(factory.forum(), bruno, "Mon prestataire se tait")
    post = factory.first_post(topic)
    hers, his = factory.browser(alice), factory.browser(bruno)
    link = next(each for each in hers.get(f"/t/{topic}").links() if each.startswith("/messages/new"))
    assert link == f"/messages/new/bruno?about={post}"
    form = writing_form(hers.get(link))
    assert (form.fields["to"], form.fields["title"]) == ("bruno", "Mon prestataire se tait")
    assert f"(/p/{post})" in form.fields["body"]
    sent = form.submit(button=POST, body=form.fields["body"] + "Je peux vous **aider**.")
    assert "Je peux vous aider." in sent.words()
    assert f"/p/{post}" in sent.links()
    factory.drain()
    told = his.get("/notifications")
    assert "alice vous écrit en privé" in told.words()
    assert "Messages privés (1)" in told.words()
    page = his.get(sent.path)
    assert page.find("p", id="unread")
    with factory.app.app_context():
        flush()
    seen = his.get("/notifications").words()
    assert "Messages privés (1)" not in seen
    assert "non lue" not in seen
    assert "Merci." in writing_form(page).submit(button=POST, body="Merci.").words()
    assert "Merci." in hers.get(sent.path).words()


def test_a_visitor_is_led_to_the_form_by_signing_in(factory: Factory, two: tuple[int, int]) -> None:
    topic = factory.topic(factory.forum(), two[1])
    visitor = factory.browser()
    link = next(each for each in visitor.get(f"/t/{topic}").links() if each.startswith("/messages/new"))
    asked = visitor.get(link, follow=False)
    assert unquote(asked.location) == f"/login?next={link}"


def test_preview_draft_and_bad_input_keep_the_text(factory: Factory, two: tuple[int, int]) -> None:
    factory.user("chloe", messages_from="nobody")
    hers = factory.browser(two[0])
    form = writing_form(hers.get("/messages/new/bruno"))
    shown = form.submit(button=PREVIEW, title="Un objet", body="Du **gras**.")
    assert "<strong>gras</strong>" in shown.text
    form.submit(button=DRAFT, title="Un objet", body="Du **gras**.")
    kept = writing_form(hers.get("/messages/new/bruno"))
    assert (kept.fields["title"], kept.fields["body"].strip()) == ("Un objet", "Du **gras**.")
    assert writing_form(hers.get("/messages/new")).fields["body"].strip() == ""  # each person has a draft of their own
    drafts = hers.get("/drafts")
    assert "/messages/new/bruno" in drafts.links()
    assert "Message privé" in drafts.words()
    wrong = {"personne": "aucun membre", "": "à qui vous écrivez", "chloe": "ne reçoit pas", "alice": "soi-même"}
    for to, why in wrong.items():
        answer = kept.submit(button=POST, to=to)
        assert answer.status == 422
        assert why in answer.words()
        assert writing_form(answer).fields["body"].strip() == "Du **gras**."
    assert kept.submit(button=POST, title="", body="Texte.").status == 422
    assert kept.submit(button=POST, body=" ").status == 422
    assert kept.submit(button=POST).path.startswith("/messages/")
    assert "/messages/new/bruno" not in hers.get("/drafts").links()
    refused = hers.get("/messages/new/chloe")
    assert refused.status == 403
    assert "chloe ne reçoit pas de messages privés" in refused.words()


def test_writing_is_offered_to_whom_the_member_hears(factory: Factory, two: tuple[int, int]) -> None:
    alice, bruno = two
    factory.user("silence", messages_from="nobody")
    factory.user("savante", messages_from="experts")
    readers = {
        "visitor": None,
        "member": bruno,
        "expert": factory.user("juriste", recognised_until=clock.now() + timedelta(days=9)),
        "staff": factory.moderator(),
    }

    def offered(name: str) -> set[str]:
        link = f"/messages/new/{name}"
        return {role for role, who in readers.items() if link in factory.browser(who).get(f"/u/{name}").links()}

    assert offered("alice") == set(readers)
    assert offered("savante") == {"visitor", "expert", "staff"}
    assert offered("silence") == {"staff"}
    Writing(factory).block(alice, bruno)  # to whom one blocks one is as one who chose « Personne »
    assert offered("alice") == {"visitor", "expert", "staff"}
    # a visitor's page is kept: the choice reaches it at once
    factory.browser(alice).get("/settings/messages").form("/settings/messages").submit(messages_from="nobody")
    assert offered("alice") == {"staff"}


def test_whom_one_cannot_write_to_says_why_on_the_page_of_the_form(factory: Factory, two: tuple[int, int]) -> None:
    alice, bruno = two
    writing = Writing(factory)
    here = writing.start(bruno, alice, subject="La permanence")
    writing.block(alice, bruno)
    silent = factory.user("silence", messages_from="nobody")
    writing.start(silent, bruno, subject="La permanence")
    post = factory.first_post(factory.topic(factory.forum(), alice))
    his = factory.browser(bruno)
    blocked, closed = his.get(f"/messages/new/alice?about={post}"), his.get("/messages/new/silence")
    assert (blocked.status, closed.status) == (403, 403)
    for page, name in ((blocked, "alice"), (closed, "silence")):
        assert [each.text for each in page.find("h1")] == ["Nouveau message privé"]
        assert f"{name} ne reçoit pas de messages privés : répondez-lui dans le forum." in page.words()
        assert "Accès refusé" not in page.words()
    assert {f"/p/{post}", f"/messages/{here}"} <= set(blocked.links())
    assert "/u/silence" in closed.links()


def test_an_answer_begun_is_kept_under_its_subject(factory: Factory, two: tuple[int, int], here: str) -> None:
    his = factory.browser(two[1])
    writing_form(his.get(here)).submit(button=DRAFT, body="Je rép")
    assert "Un objet" in his.get("/drafts").words()
    assert writing_form(his.get(here)).fields["body"].strip() == "Je rép"


def test_quoting_with_and_without_script(factory: Factory, two: tuple[int, int], here: str) -> None:
    his = factory.browser(two[1])
    page = his.get(here)
    message = next(each.get("id", "")[1:] for each in page.find("article", class_="pm"))
    quote = his.get(f"/messages/m/{message}/quote").text
    assert quote == f"> [alice](/messages/m/{message}) :\n> Ma **question**.\n\n"
    form = writing_form(page).submit(button=("quote", message), body="Avant.")
    typed = writing_form(form).fields["body"]
    assert typed.strip() == f"Avant.\n\n{quote}".strip()
    sent = writing_form(form).submit(button=POST, body=typed + "Oui.")
    assert sent.find("blockquote", class_="quote")
    assert his.get(f"/messages/m/{message}").path == here


def test_files_are_for_the_conversation_alone(factory: Factory, two: tuple[int, int]) -> None:
    site = peopled(factory, replies=0)
    key = site.at["message_key"]
    for role, status in (("author", 200), ("member", 200), ("newcomer", 404), ("moderator", 404), ("admin", 404)):
        assert site.browser(role).get(f"/attachments/{key}").status == status, role
    page = site.browser("member").get(site.address("/messages/{conversation}"))
    assert any(f"/attachments/{key}" in each for each in page.links())
    assert "no-store" in site.browser("member").get(f"/attachments/{key}").headers["Cache-Control"]
    shown = site.at["shown_key"]
    assert site.browser("moderator").get(f"/attachments/{shown}").status == 200
    desk = site.browser("moderator").get(site.address("/moderation/messages/{message_report}"))
    desk.form("/moderation/messages/").submit(button=("do", "dismiss"))
    assert site.browser("moderator").get(f"/attachments/{shown}").status == 404
    assert site.browser("newcomer").get(f"/attachments/{shown}").status == 200


@pytest.mark.parametrize("role", ["visitor", "newcomer", "elsewhere", "moderator", "admin"])
def test_no_page_of_anybody_else_holds_a_word_of_it(sqlite_app: Flask, role: str) -> None:
    site = peopled(Factory(sqlite_app), replies=0)
    inside = site.browser("member").get(site.address("/messages/{conversation}"))
    assert SECRET in inside.text
    starts = ["/", "/notifications", f"/search?q={SECRET}", f"/search/suggestions?q={SECRET[:5]}", "/messages"]
    starts += ["/moderation/log", "/admin/log", "/admin/state", f"/messages?q={SECRET}", "/sitemap-1.xml"]
    pages = crawl(site.browser(role), starts)
    # what somebody asked for themselves stands in their own search boxes
    holding = [address for address, page in pages.items() if SECRET in page.text.replace("q=" + SECRET, "")]
    assert [each for each in holding if SECRET not in each] == []


def test_what_waits_for_the_worker_holds_no_word_of_it(factory: Factory, two: tuple[int, int]) -> None:
    Writing(factory).start(*two, subject=f"Objet {SECRET}", body=f"Texte {SECRET}.")
    factory.drain()
    rows = factory.read(lambda: [repr((row.payload, row.last_error)) for row in db.session.query(OutboxRow)])
    assert rows
    assert [row for row in rows if SECRET in row] == []


def test_mute_add_leave(factory: Factory, two: tuple[int, int], here: str) -> None:
    factory.user("chloe")
    hers, his = factory.browser(two[0]), factory.browser(two[1])
    muted = his.get(here).form("/mute").submit()
    assert "est en sourdine" in muted.words()
    writing_form(hers.get(here)).submit(button=POST, body="Encore.")
    factory.drain()
    assert "vous écrit en privé" not in his.get("/notifications").words()
    assert "nouveau annoncés" in his.get(here).form("/mute").submit().words()
    assert "/people" not in [form.action for form in his.get(here).forms()]
    added = hers.get(here).form("/people").submit(name="Chloe")
    assert "chloe (depuis le" in added.words()
    assert "est déjà dans" in hers.get(here).form("/people").submit(name="chloe").words()
    assert "aucun membre" in hers.get(here).form("/people").submit(name="personne").words()
    his.get(f"{here}/leave").form("/leave").submit()
    assert his.get(here).status == 404
    assert "bruno (ne lit plus la conversation)" in hers.get(here).words()


def test_one_finds_one_s_own_messages(factory: Factory, two: tuple[int, int], here: str) -> None:
    hers = factory.browser(two[0])
    found = hers.get("/messages?q=QUESTION")
    assert [mark.text for mark in found.find("mark")] == ["question"]
    assert "0 message avec" in hers.get("/messages?q=rien").words()


def test_reporting_and_its_answer(factory: Factory, two: tuple[int, int], here: str) -> None:
    factory.forum()
    his, staff = factory.browser(two[1]), factory.browser(factory.moderator())
    report = next(each for each in his.get(here).links() if each.endswith("/report"))
    form = his.get(report).form("/report")
    assert form.submit(reason="Non").status == 422
    assert "la modération est prévenue" in form.submit(reason="Des menaces, deux fois.").words()
    assert "déjà signalé" in his.get(report).words()
    assert "(1)" in staff.get("/").words().partition("Modération")[2][:5]
    desk = staff.get("/moderation/messages")
    assert "Ma question" not in desk.words()
    case = staff.get(next(each for each in desk.links() if each.startswith("/moderation/messages/")))
    assert "Ma question." in case.words()
    case.form("/moderation/messages/").submit(button=("do", "remove"), answer="C’est retiré.")
    assert "Message retiré par la modération." in his.get(here).words()
    assert "Ma question" not in his.get("/messages").words()
    assert staff.get(case.path).status == 404
    assert "a retiré un message privé de" in staff.get("/moderation/log").words()


def test_setting_people_aside(factory: Factory, two: tuple[int, int]) -> None:
    hers = factory.browser(two[0])
    profile = hers.get("/u/bruno")
    link = next(each for each in profile.links() if each.startswith("/settings/messages"))
    form = hers.get(link).form("/settings/messages/people")
    assert form.fields["name"] == "bruno"
    page = form.submit(messages="y", board="y")
    assert "messages privés bloqués" in page.words()
    assert "messages repliés dans les forums" in page.words()
    topic = factory.topic(factory.forum(), two[1], body="Ce que dit Bruno.")
    shown = hers.get(f"/t/{topic}")
    assert "Message de bruno, que vous ignorez" in shown.words()
    assert shown.find("details", class_="ignored")
    assert "Ce que dit Bruno." in shown.words()  # there, behind its line
    assert not factory.browser(two[1]).get(f"/t/{topic}").find("details", class_="ignored")
    assert not factory.browser().get(f"/t/{topic}").find("details", class_="ignored")
    again = [form for form in hers.get("/settings/messages").forms() if form.fields.get("name") == "bruno"]
    assert "Vous ne bloquez ni" in again[0].submit().words()
    bad = hers.get("/settings/messages").form("/settings/messages/people").submit(name="personne", board="y")
    assert bad.status == 422
    who = hers.get("/settings/messages").form("/settings/messages")
    assert who.submit(messages_from="experts").status == 200
    assert who.submit(messages_from="loups").status == 422
    assert "experts reconnus" in factory.browser(two[1]).get("/messages/new/alice").words()


def test_whom_one_ignores_is_folded_in_each_place_of_a_topic(factory: Factory, two: tuple[int, int]) -> None:
    asker, bruno = two
    topic = factory.topic(factory.forum(), asker, kind=Kind.QUESTION)
    answer = factory.reply(topic, bruno, "Ce que dit Bruno.")
    factory.browser(asker).post(f"/p/{answer}/accept")
    reader = factory.user("claire")
    Writing(factory).block(reader, bruno, messages=False, board=True)
    line, above = "Message de bruno, que vous ignorez", "Réponse acceptée de bruno, que vous ignorez"
    page = factory.browser(reader).get(f"/t/{topic}")
    (accepted,) = page.find("section", class_="accepted")
    assert accepted[0].get("class") == "ignored"
    assert above in page.words()
    assert line in page.words()
    briefs = factory.browser(reader).get(f"/t/{topic}/reply").find("article", class_="brief")
    assert [each[0].get("class") for each in briefs] == ["ignored", "meta when"]
    late = factory.browser(reader).post(f"/t/{topic}/reply", {"body": "Oui.", "do": "post", "seen": "1"})
    assert (late.status, late.words().count(line)) == (409, 2)  # among what arrived, and among the last posts
    for other in (asker, bruno, None):
        assert "ignorez" not in factory.browser(other).get(f"/t/{topic}").words()
    assert "ignorez" not in factory.browser(asker).get(f"/t/{topic}/reply").words()


def test_the_pages_cost_the_same_however_long(factory: Factory, two: tuple[int, int], here: str) -> None:
    hers = factory.browser(two[0])
    counts = []
    for _ in range(2):
        for page in (here, "/messages"):
            hers.get(page)
            with statements(factory.app) as sent:
                hers.get(page)
            assert [each for each in sent if each.split()[0].upper() not in {"SELECT", "WITH"}] == []
            counts.append(len(sent))
        for number in range(25):
            Writing(factory).send(two[number % 2], int(here.rpartition("/")[2]), f"nº {number}")
            Writing(factory).start(two[1], two[0])
    assert counts[:2] == counts[2:]
    assert counts[0] <= 10
    assert counts[1] <= 5
