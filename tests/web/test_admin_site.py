"""Settings, pages of the footer, and the state of the machinery."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock, outbox
from forum.db import db
from forum.outbox import Event, OutboxRow
from forum.outbox.heartbeat import beat
from forum.settings.queries import stored_settings
from forum.settings.site import Registration, SiteSettings
from tests.browsing import Browser
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.uploads.pictures import encoded, picture


@pytest.fixture
def admin(factory: Factory) -> Browser:
    return factory.browser(factory.admin())


def settings(factory: Factory) -> SiteSettings:
    return factory.read(stored_settings)


def test_settings_are_in_force_at_once_and_logged(admin: Browser, factory: Factory) -> None:
    visitor = factory.browser()
    assert "Parvis" in visitor.get("/").words()
    form = admin.get("/admin/settings").form("/admin/settings")
    form.submit(
        name="Le Prétoire", tagline="Droit et code", registration="approval", contact_mail="equipe@exemple.fr",
        banner="Maintenance **dimanche**", edit_minutes="30",
    )  # fmt: skip
    held = settings(factory)
    assert (held.name, held.registration, held.edit_minutes) == ("Le Prétoire", Registration.APPROVAL, 30)
    assert held.charter_required, "a ticked box stays ticked"
    page = visitor.get("/")
    assert "Le Prétoire" in page.words()
    assert [each.text for each in page.find("strong")] == ["dimanche"]
    words = admin.get("/admin/log").words()
    assert "Parvis Le Prétoire" in words
    assert "Inscriptions ouvertes soumises à accord" in words
    assert "banner_html" not in words


def test_a_setting_that_cannot_be_is_refused_and_kept_on_the_page(admin: Browser, factory: Factory) -> None:
    form = admin.get("/admin/settings").form("/admin/settings")
    for fields in (
        {"name": ""},
        {"name": "x" * 61},
        {"contact_mail": "personne"},
        {"edit_minutes": "-1"},
        {"edit_minutes": "bientôt"},
        {"edit_minutes": ""},
        {"registration": "jamais"},
        {"banner": ">" * 50 + " profond"},
    ):
        page = form.submit(**{"tagline": "Une devise", **fields})
        assert page.status == 422, fields
        assert page.form("/admin/settings").fields["tagline"] == "Une devise"
    assert settings(factory) == SiteSettings()


def test_a_banner_is_as_safe_as_a_post(admin: Browser, factory: Factory) -> None:
    form = admin.get("/admin/settings").form("/admin/settings")
    form.submit(banner="<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))")
    page = factory.browser().get("/")
    assert not [each for each in page.find("script") if "main.js" not in (each.get("src") or "")]
    assert not [
        each for each in page.document.iter() if each.get("onerror") or "javascript:" in (each.get("href") or "")
    ]


def test_unticked_boxes_are_no(admin: Browser, factory: Factory) -> None:
    form = admin.get("/admin/settings").form("/admin/settings")
    del form.fields["charter_required"], form.fields["hold_first_links"]
    form.submit()
    held = settings(factory)
    assert (held.charter_required, held.hold_first_links) == (False, False)


def test_a_logo_is_put_up_and_taken_down(admin: Browser, factory: Factory) -> None:
    form = admin.get("/admin/settings").form("/settings/logo")
    logo = (BytesIO(encoded(picture(120, 40), "PNG")), "logo.png")
    assert form.submit(logo=logo).status == 200
    key = settings(factory).logo
    images = [each.get("src") for each in factory.browser().get("/").find("img")]
    assert f"/avatars/{key}" in images
    assert factory.browser().get(f"/avatars/{key}").headers["Content-Type"] == "image/png"
    admin.get("/admin/settings").form("/admin/settings").submit(tagline="Autre")
    assert settings(factory).logo == key, "other settings leave it"
    admin.get("/admin/settings/logo/delete").form("/logo/delete").submit()
    assert settings(factory).logo == ""


@pytest.mark.parametrize(
    ("data", "name"), [(b"", ""), (b"texte", "logo.txt"), (b"faux", "logo.png"), (b"<svg/>", "logo.svg")]
)
def test_a_logo_is_a_picture(admin: Browser, factory: Factory, data: bytes, name: str) -> None:
    form = admin.get("/admin/settings").form("/settings/logo")
    assert form.submit(logo=(BytesIO(data), name)).status == 422
    assert settings(factory).logo == ""


def test_a_page_is_written_in_two_languages(admin: Browser, factory: Factory) -> None:
    form = admin.get("/admin/pages/new").form("/admin/pages/new")
    texts = {
        "title_fr": "Charte",
        "body_fr": "Soyez *courtois*.",
        "title_en": "Charter",
        "body_en": "Be *kind*: please!",
    }
    preview = form.submit(button=("do", "preview"), **texts)
    assert preview.status == 200
    assert [each.text for each in preview.find("em")] == ["courtois", "kind"]
    assert factory.browser().get("/pages/charte").status == 404
    form.submit(button=("do", "store"), **texts)
    visitor = factory.browser()
    assert "courtois" in visitor.get("/pages/charte").words()
    assert "Be kind: please!" in visitor.get("/pages/charte?lang=en").words(), "no French spaces in English"
    assert "/pages/charte" in visitor.get("/").links()

    address = "/admin/pages/charte"
    admin.get(address).form(address).submit(button=("do", "store"), body_fr="Restez courtois.", title_en="", body_en="")
    assert "Restez" in visitor.get("/pages/charte?lang=en").words(), "without an English text, the French one"
    assert form.submit(button=("do", "store"), **texts).status == 409
    admin.get(f"{address}/delete").form("/delete").submit()
    assert visitor.get("/pages/charte").status == 404


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title_fr": "Charte"},
        {"title_fr": "Charte", "body_fr": "Texte", "title_en": "Charter"},
        {"title_fr": "x" * 151, "body_fr": "Texte"},
        {"title_fr": "Charte", "body_fr": "Texte", "position": "loin"},
        {"title_fr": "Charte", "body_fr": "x" * 32_001},
        {"title_fr": "Charte", "body_fr": ">" * 50 + " profond"},
        {"title_fr": "Charte", "body_fr": "Texte", "slug": "new"},
    ],
)
def test_a_page_that_cannot_be_stays_on_its_form(admin: Browser, factory: Factory, fields: dict[str, str]) -> None:
    form = admin.get("/admin/pages/new").form("/admin/pages/new")
    page = form.submit(button=("do", "store"), **fields)
    assert page.status == 422
    assert page.form("/admin/pages/new").fields["title_fr"] == fields.get("title_fr", "")
    assert factory.browser().get("/pages/charte").status == 404


def test_a_trial_mail_shows_what_became_of_it(app: Flask, admin: Browser) -> None:
    mailbox = Mailbox(app)
    page = admin.get("/admin/state").form("/admin/state/mail").submit()
    assert "En attente" in page.words()
    letter = mailbox.only()
    assert letter.to == "ada@example.org"
    assert "Parti" in admin.get("/admin/state").words()


def test_work_that_was_given_up_is_tried_again(app: Flask, admin: Browser, factory: Factory) -> None:
    with app.app_context(), db.write():
        outbox.publish(Event.CLAIM_OFFERED, unknown="x")
    with app.app_context():
        assert outbox.drain(patience_hours=0).failed == 1
    page = admin.get("/admin/state")
    assert "1 tâche abandonnée" in admin.get("/admin").words()
    assert "claim.offered" in page.words()
    row = page.form("/admin/state/retry")
    row.submit(button=row.buttons[0])
    held = factory.read(lambda: db.session.query(OutboxRow).filter_by(event="claim.offered").one())
    assert (held.given_up, held.done_at, held.attempts) == (False, None, 0)
    assert "abandonnée" not in admin.get("/admin").words().partition("Derniers actes")[0]


def test_work_for_later_is_no_fault_and_what_failed_stays_readable(
    app: Flask, admin: Browser, factory: Factory
) -> None:
    with app.app_context(), db.write():
        outbox.publish_later(Event.NOTICE_MADE, 7200, notice_id=0)
        outbox.publish(Event.CLAIM_OFFERED, unknown="x")
    with clock.set_to(clock.now() + timedelta(minutes=10)):
        assert "la première attend depuis 10 minutes" in admin.get("/admin/state").words()
    with app.app_context():
        assert outbox.drain().failed == 1
    words = admin.get("/admin/state").words()
    assert "0 rien n’est en retard" in words
    assert "1 leur heure n’est pas venue" in words
    assert "1 elles seront tentées de nouveau" in words
    factory.write(lambda: db.session.execute(sa.update(OutboxRow).values(done_at=clock.now())))
    assert "réussie depuis" in admin.get("/admin/state").words()


def test_a_silent_worker_is_told_of(app: Flask, admin: Browser) -> None:
    alive = app.extensions["forum"].data_dir / "worker.alive"
    alive.unlink(missing_ok=True)
    assert "jamais vu" in admin.get("/admin/state").words()
    assert "Le travail de fond est arrêté" in admin.get("/admin").words()
    beat(app.extensions["forum"].data_dir)
    assert "au travail" in admin.get("/admin/state").words()
    assert "Le travail de fond est arrêté" not in admin.get("/admin").words()
    alive.unlink()


def test_the_state_shows_no_secret(app: Flask, make_app: object, factory: Factory) -> None:
    admin = factory.admin()
    other = make_app(mail_url="smtps://forum:tres-secret@mail.exemple.fr:465")  # type: ignore[operator]
    words = Browser(other, admin).get("/admin/state").words()
    assert "smtps://mail.exemple.fr:465" in words
    assert "tres-secret" not in words
