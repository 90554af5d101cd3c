"""Drafts without script: kept by a button, found again in the form, gone once published."""

from forum.db import db
from forum.topics.models import Topic
from tests.browsing import Browser
from tests.factories import Factory

KEEP, POST = ("do", "draft"), ("do", "post")


def alice(factory: Factory) -> Browser:
    factory.forum("Contrats")
    return factory.browser(factory.user("alice"))


def test_a_draft_is_found_again_and_publishing_ends_it(factory: Factory) -> None:
    browser = alice(factory)
    form = browser.get("/f/contrats/new").form("/f/contrats/new")
    form.submit(button=KEEP, title="Mon prestataire se tait", kind="question", body="Depuis **mars**.")
    assert "Mon prestataire se tait" in browser.get("/drafts").text
    again = browser.get("/f/contrats/new").form("/f/contrats/new")
    assert again.fields["title"] == "Mon prestataire se tait"
    assert again.fields["body"].strip() == "Depuis **mars**."
    assert again.submit(button=POST).path.startswith("/t/")
    assert "Mon prestataire se tait" not in browser.get("/drafts").text
    assert browser.get("/f/contrats/new").form("/f/contrats/new").fields["body"].strip() == ""


def test_a_reply_begun_stands_in_the_quick_form_too(factory: Factory) -> None:
    browser = alice(factory)
    topic = factory.topic(factory.forum("Litiges"), factory.user("bruno"), "Un sujet", "Texte.")
    browser.get(f"/t/{topic}/reply").form(f"/t/{topic}/reply").submit(button=KEEP, body="Un <début>.")
    page = browser.get(f"/t/{topic}")
    assert page.form(f"/t/{topic}/reply").fields["body"].strip() == "Un <début>."
    assert "est repris ici" in page.words()
    page = factory.browser(factory.user("chloe")).get(f"/t/{topic}")
    assert page.form(f"/t/{topic}/reply").fields["body"].strip() == ""
    assert "est repris ici" not in page.words()


def test_a_draft_is_thrown_away(factory: Factory) -> None:
    browser = alice(factory)
    form = browser.get("/f/contrats/new").form("/f/contrats/new")
    form.submit(button=KEEP, title="À jeter", body="Texte.")
    browser.get("/drafts").form("/drafts/delete").submit()
    assert browser.get("/f/contrats/new").form("/f/contrats/new").fields["title"] == ""


def test_who_throws_one_away_at_its_form_stays_there(factory: Factory) -> None:
    browser = alice(factory)
    here = "/f/contrats/new?form=question"
    browser.get(here).form(here).submit(button=KEEP, title="À jeter", situation="Texte.")
    page = browser.get(here).form("/drafts/delete").submit()
    assert page.form(here).fields["title"] == ""
    assert "est repris ici" not in page.words()


def test_a_reply_begun_is_thrown_away_at_the_quick_form(factory: Factory) -> None:
    browser = alice(factory)
    topic = factory.topic(factory.forum("Litiges"), factory.user("bruno"), "Un sujet", "Texte.")
    reply = f"/t/{topic}/reply"
    browser.get(reply).form(reply).submit(button=KEEP, body="À jeter.")
    page = browser.get(f"/t/{topic}")
    [button] = [each for each in page.find("button") if (each.get("formaction") or "").startswith("/drafts/delete?")]
    back = browser.post(button.get("formaction", ""), {"path": button.get("value")})
    assert back.path.startswith(f"/t/{topic}/")
    [told] = [each for each in back.find("p", class_="notice") if "Le brouillon est supprimé" in (each.text or "")]
    [quick] = back.find("form", class_="quick")
    assert told in list(quick.iter("p")), "told where the link into the page leads, not above what it skips"
    assert told.get("role") == "status"
    assert back.form(reply).fields["body"].strip() == ""
    assert browser.get(reply).form(reply).fields["body"].strip() == ""


def test_where_the_quick_form_is_gone_meanwhile_it_is_told_above(factory: Factory) -> None:
    browser = alice(factory)
    topic = factory.topic(factory.forum("Litiges"), factory.user("bruno"), "Un sujet", "Texte.")
    browser.get(f"/t/{topic}/reply").form(f"/t/{topic}/reply").submit(button=KEEP, body="À jeter.")
    factory.write(lambda: setattr(db.session.get_one(Topic, topic), "locked", True))
    page = browser.post(f"/drafts/delete?next=/t/{topic}/un-sujet%23quick-title", {"path": f"/t/{topic}/reply"})
    assert page.words().count("Le brouillon est supprimé.") == 1
    assert "Le brouillon est supprimé." in browser.post("/drafts/delete?next=/tags%23main", {"path": "/x"}).words()


def test_the_published_text_is_at_hand_where_a_draft_stands_in_its_place(factory: Factory) -> None:
    browser = alice(factory)
    topic = factory.topic(factory.forum("Litiges"), factory.user("bruno"))
    edit = f"/p/{factory.reply(topic, factory.user('chloe'), 'Le texte paru.')}/edit"
    hers = factory.browser(factory.admin())
    assert not hers.get(edit).find("details", class_="left-aside")
    hers.get(edit).form(edit).submit(button=KEEP, body="Le texte repris.")
    page = hers.get(edit)
    [aside] = page.find("details", class_="left-aside")
    assert "Le texte publié, que ce brouillon remplace ici" in page.words()
    assert "Le texte paru." in "".join(aside.itertext())
    assert page.form(edit).fields["body"].strip() == "Le texte repris."
    hers.get(edit).form(edit).submit(button=KEEP, body="Le texte paru.")
    assert not hers.get(edit).find("details", class_="left-aside"), "nothing is replaced"
    assert browser.get(edit).status == 403


def test_throwing_one_away_leads_to_no_other_site(factory: Factory) -> None:
    assert alice(factory).post("/drafts/delete?next=//ailleurs.fr", {"path": "/f/contrats/new"}).path == "/drafts"


def test_the_parts_of_a_short_form_are_kept_as_one_text(factory: Factory) -> None:
    browser = alice(factory)
    form = browser.get("/f/contrats/new?form=question").form("/f/contrats/new")
    form.submit(button=KEEP, title="Mon prestataire se tait", situation="Depuis mars, rien.")
    assert "Depuis mars, rien." in browser.get("/f/contrats/new").form("/f/contrats/new").fields["body"]


def test_the_parts_of_a_short_form_are_found_again_in_it(factory: Factory) -> None:
    browser, address = alice(factory), "/f/contrats/new?form=question"
    typed = {"situation": "Depuis mars.\n\n## Mon intertitre\n\nRien.", "tried": "", "hoped": "Mes accès."}
    browser.get(address).form("/f/contrats/new").submit(button=KEEP, title="Mon prestataire se tait", **typed)
    again = browser.get(address).form("/f/contrats/new")
    assert {name: again.fields[name].strip() for name in typed} == typed
    assert again.submit(button=POST).path.startswith("/t/")


def test_a_text_written_freely_goes_to_the_first_part(factory: Factory) -> None:
    browser = alice(factory)
    form = browser.get("/f/contrats/new").form("/f/contrats/new")
    form.submit(button=KEEP, title="Mon prestataire se tait", kind="question", body="Bonjour.\n\n## Situation\n\nRien.")
    again = browser.get("/f/contrats/new?form=question").form("/f/contrats/new")
    assert again.fields["situation"].strip() == "Bonjour.\n\nRien."


def test_an_edit_begun_is_found_again_and_notices_another_s_edit_meanwhile(factory: Factory) -> None:
    browser, author = alice(factory), factory.user("bruno")
    topic = factory.topic(factory.forum("Litiges"), author, "Un sujet", "Texte.")
    post, writer, boss = factory.first_post(topic), factory.browser(author), factory.browser(factory.moderator())
    address = f"/p/{post}/edit"
    writer.get(address).form(address).submit(button=KEEP, body="Texte retravaillé.", reason="Style")
    assert "Modification" in writer.get("/drafts").words()
    assert "Un sujet" in writer.get("/drafts").words()
    again = writer.get(address).form(address)
    assert again.fields["body"].strip() == "Texte retravaillé."
    assert again.fields["reason"] == "Style"
    assert "retravaillé" not in boss.get(address).text
    boss.get(address).form(address).submit(button=POST, body="Texte de l’équipe.", reason="Charte")
    page = writer.get(address).form(address).submit(button=POST)
    assert page.status == 409
    assert "Texte de l’équipe." in page.words()
    assert page.form(address).submit(button=POST, body="Les deux.").path.startswith("/t/")
    assert "Modification" not in writer.get("/drafts").words()
    assert "retravaillé" not in browser.get("/drafts").text
