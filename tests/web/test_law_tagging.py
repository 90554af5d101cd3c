"""References chosen for a topic as its tags are, without script: written, kept in an edit, refused with a reason."""

import pytest

from forum.db import db
from forum.topics.citing import law_of
from forum.topics.models import Topic
from tests.browsing import Browser, Page
from tests.factories import Factory

POST = ("do", "post")
CHOSEN = ["cass/12-14407", "code-civil/1240", "reglement-ue-2016-679/17"]


@pytest.fixture
def alice(factory: Factory) -> Browser:
    factory.forum("Contrats")
    return factory.browser(factory.user("alice"))


def _law(factory: Factory) -> list[str]:
    return factory.read(lambda: law_of(db.session.query(Topic).one()))


def test_chosen_references_stand_on_the_topic_and_outlive_an_edit(factory: Factory, alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    typed = "1240 C. civ. ; RGPD, art. 17 ; Cass. n° 12-14.407"
    topic = form.submit(button=POST, title="Un sujet de droit", body="Rien de cité.", law=typed)
    assert "C. civ., art. 1240" in topic.words()
    assert _law(factory) == CHOSEN
    edit = alice.get(next(link for link in topic.links() if link.endswith("/edit"))).form("/edit")
    assert edit.fields["law"] == "Cass. n° 12-14.407; C. civ., art. 1240; RGPD, art. 17"
    edit.submit(button=POST, body="Toujours rien de cité.")
    assert _law(factory) == CHOSEN
    for key in CHOSEN:
        assert "Un sujet de droit" in alice.get(f"/droit/{key}").words(), key
        assert "Un sujet de droit" in alice.get(f"/f/contrats?law={key}").words(), key


def test_names_that_people_use_are_references(factory: Factory, alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    form.submit(button=POST, title="Un sujet", body="Rien de cité.", law="dsa 14; godfrain; c civ ; 14-81.336")
    assert _law(factory) == ["cass/14-81336", "code-civil", "loi-88-19", "reglement-ue-2022-2065/14"]


def test_what_is_no_reference_is_said_and_the_text_kept(factory: Factory, alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    page = form.submit(button=POST, title="Un sujet de droit", body="Mon texte.", law="la loi du plus fort")
    assert page.status == 422
    assert "Pas reconnu : « la loi du plus fort »." in page.words().replace("\u00a0", " ")
    again = page.form("/f/contrats/new")
    assert (again.fields["law"], again.fields["body"]) == ("la loi du plus fort", "Mon texte.")


def test_each_piece_that_is_no_reference_has_its_own_quotation_marks(alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    page = form.submit(button=POST, title="Un sujet", body="Mon texte.", law="zz ; 18")
    assert "Pas reconnu : « zz », « 18 »." in page.words().replace("\u00a0", " ")


def test_a_piece_that_is_no_reference_is_named_and_the_text_kept(factory: Factory, alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    page = form.submit(button=POST, title="Un sujet", body="Mon texte.", law="1240 C. civ., pipeau 3")
    assert page.status == 422
    assert "Pas reconnu : « pipeau 3 »." in page.words().replace("\u00a0", " ")
    again = page.form("/f/contrats/new")
    assert (again.fields["law"], again.fields["body"]) == ("1240 C. civ., pipeau 3", "Mon texte.")
    again.submit(button=POST, law="1103, 1104 et 1193 C. civ.")
    assert _law(factory) == ["code-civil/1103", "code-civil/1104", "code-civil/1193"]


def test_a_number_that_the_code_never_had_and_more_than_a_topic_carries_are_refused_together(alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    assert "10 au plus" in alice.get("/f/contrats/new").words().replace("\u00a0", " ")
    typed = f"9999 C. civ. ; {' ; '.join(f'RGPD, art. {number}' for number in range(1, 12))}"
    page = form.submit(button=POST, title="Un sujet", body="Mon texte.", law=typed)
    assert page.status == 422
    assert "Nos données ne connaissent pas cet article : C. civ., art. 9999." in _plain(page)
    assert "Un sujet porte 10 références choisies au plus, et vous en avez écrit 11" in _plain(page)
    assert page.form("/f/contrats/new").fields["law"] == typed
    page = form.submit(button=POST, title="Un sujet", body="Mon texte.", law="RGPD, art. 1 ; " * 40)
    assert page.status == 422
    assert "500 au plus" in _plain(page)


def test_the_preview_shows_what_was_typed_and_what_was_not_understood(alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    page = form.submit(button=("do", "preview"), title="Un sujet", body="Rien.", law="1240 C. civ., pipeau 3")
    shown = page.words()[page.words().index("Références juridiques du sujet") :]
    assert "C. civ., art. 1240" in shown
    assert "pipeau 3" in shown
    live = alice.post("/preview", {"body": "Rien.", "law": "RGPD art. 17"}).response.get_json()
    assert "/droit/reglement-ue-2016-679/17" in live["html"]


def _plain(page: Page) -> str:
    return page.words().replace("\u00a0", " ").replace("\u202f", " ")
