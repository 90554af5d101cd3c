"""All that is wrong with what a form brought is told at once, each fault beside its field and above the form."""

import pytest

from tests.browsing import Browser, Page
from tests.factories import Factory
from tests.web.people import PASSWORD, registration, with_password


def told(page: Page) -> list[str]:
    """The fields that the summary names, each of whose links leads to what takes the focus, as the summary has it."""
    boxes = page.find("div", class_="faults")
    links = [link for box in boxes for link in box.iter("a")]
    controls = {each.get("id") for tag in ("input", "select", "textarea") for each in page.find(tag)}
    focusable = controls | {each.get("id") for each in page.document.iter() if each.get("tabindex") == "-1"}
    assert {(link.get("href") or "").removeprefix("#") for link in links} <= focusable
    assert all("autofocus" in box.attrib and box.get("tabindex") == "-1" for box in boxes)
    return [link.text or "" for link in links]


@pytest.fixture
def alice(factory: Factory) -> Browser:
    factory.forum("Contrats")
    return factory.browser(factory.user("alice"))


@pytest.fixture
def ada(factory: Factory) -> Browser:
    return factory.browser(factory.admin("ada"))


def test_a_new_topic_tells_of_its_title_its_tags_and_its_text(alice: Browser) -> None:
    form = alice.get("/f/contrats/new").form("/f/contrats/new")
    page = form.submit(button=("do", "post"), title="?", tags="inconnue", body="x" * 32_001)
    assert page.status == 422
    assert told(page) == ["Titre", "Message", "Étiquettes"]
    assert "« inconnue » n’existe pas" in page.words()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("question", ["Titre", "Votre situation"]),
        ("experience", ["Titre", "Ce qui s’est passé", "Le prestataire", "Comment cela s’est terminé"]),
    ],
)
def test_an_empty_short_form_tells_of_what_it_shows_in_the_order_of_the_page(
    alice: Browser, kind: str, fields: list[str]
) -> None:
    here = f"/f/contrats/new?form={kind}"
    page = alice.get(here).form(here).submit(button=("do", "post"))
    assert page.status == 422
    assert told(page) == fields
    assert "Votre message est vide" not in page.words()


def test_a_short_form_tells_that_its_text_is_too_long(alice: Browser) -> None:
    here = "/f/contrats/new?form=question"
    page = alice.get(here).form(here).submit(button=("do", "post"), title="?", situation="x " * 16_001, tags="non")
    assert told(page) == ["Titre", "Message", "Étiquettes"]


def test_a_request_of_an_expert_tells_all(alice: Browser) -> None:
    here = "/settings/expert"
    page = alice.get(here).form(here).submit(full_name="", profession="lawyer", bar="", phone="12", url="?", tags="non")
    assert page.status == 422
    assert set(told(page)) >= {"Nom d’exercice", "Barreau", "Téléphone", "Page de contact", "Étiquettes"}


def test_a_profile_tells_all(alice: Browser) -> None:
    page = alice.get("/settings").form("/settings").submit(website="a b", place="x" * 81, bio="> " * 40 + "a")
    assert page.status == 422
    assert set(told(page)) == {"Présentation", "Lieu", "Site"}


def test_a_rank_and_a_forum_tell_all(ada: Browser) -> None:
    ada.get("/admin/ranks/new").form("/admin/ranks/new").submit(title="Pilier", min_posts="7777")
    again = ada.get("/admin/ranks/new").form("/admin/ranks/new").submit(title="Pilier", min_posts="7777")
    assert told(again) == ["Titre", "À partir de combien de messages"]
    ada.get("/admin/forums/new").form("/admin/forums/new").submit(name="Ici", slug="ici")
    again = ada.get("/admin/forums/new").form("/admin/forums/new").submit(name="", slug="ici")
    assert told(again) == ["Nom", "Adresse"]


def test_the_settings_tell_of_the_banner_with_the_rest(ada: Browser) -> None:
    page = ada.get("/admin/settings").form("/admin/settings").submit(name="", banner="> " * 40 + "a")
    assert set(told(page)) == {"Nom du site", "Annonce"}


def test_one_fault_of_a_short_form_is_told_once(factory: Factory, alice: Browser) -> None:
    topic = factory.topic(factory.forum("Ici"), factory.user("bruno"))
    page = alice.get(f"/t/{topic}/reply").form(f"/t/{topic}/reply").submit(button=("do", "post"), body=" ")
    assert page.status == 422
    assert page.words().count("Votre message est vide") == 1


def test_a_registration_tells_that_the_name_is_taken_with_the_rest(factory: Factory) -> None:
    factory.user("nadia")
    page = registration(factory.browser(), password="court", charter="")
    assert told(page) == ["Nom public", "Mot de passe", "J’accepte la charte du forum"], "in the order of the page"
    assert "Ce nom est pris" in page.words()


def test_a_form_that_does_not_hold_tells_nothing_of_who_never_confirmed(factory: Factory) -> None:
    factory.user("nadia", confirmed_at=None, email="nadia@example.org", posts=0)
    for email in ("nadia@example.org", "autre@example.org", "faux"):
        assert "Ce nom est pris" not in registration(factory.browser(), email=email, password="court").words()


@pytest.mark.parametrize(
    ("at", "fields", "told_too"),
    [
        ("/settings/security", {"password": "court"}, "au moins 10"),
        ("/settings/email", {"email": "alice"}, "adresse complète"),
        ("/settings/keys", {"name": ""}, "clé"),
    ],
)
def test_a_wrong_present_password_is_told_with_the_rest(
    factory: Factory, at: str, fields: dict[str, str], told_too: str
) -> None:
    browser = factory.browser(with_password(factory))
    wrong = browser.get(at).form(at).submit(current="pas celui-ci", **fields)
    assert wrong.status == 422
    on_page = [each.get("id") for each in wrong.find("input")]
    order = [each.get("href", "")[1:] for box in wrong.find("div", class_="faults") for each in box.iter("a")]
    assert order == [each for each in on_page if each in order], "in the order of the page"
    assert len(told(wrong)) == 2
    assert "Ce n’est pas votre mot de passe actuel." in wrong.words()
    assert told_too in wrong.words()
    right = browser.get(at).form(at).submit(current=PASSWORD, **fields)
    assert "Ce n’est pas votre mot de passe actuel." not in right.words()
    assert told_too in right.words()
