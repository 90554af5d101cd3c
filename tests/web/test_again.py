"""The administration asks again who one is; whoever has a second factor may answer with it."""

from datetime import timedelta

import pytest

from forum import clock, paths
from forum.accounts.models import ADMINISTRATORS
from forum.settings.queries import stored_settings
from forum.web.login import hashed
from tests.browsing import Browser
from tests.factories import Factory
from tests.web.authenticator import Authenticator
from tests.web.people import PASSWORD, sign_in, with_password
from tests.web.test_passkeys import make_key, options
from tests.web.test_second_factor import code_for, set_up


@pytest.fixture
def admin(factory: Factory) -> Browser:
    password = factory.read(lambda: hashed(PASSWORD))
    browser = factory.browser()
    factory.user("ada", groups=(ADMINISTRATORS,), password=password)
    sign_in(browser, "ada")
    return browser


def test_a_page_after_a_quarter_of_an_hour(admin: Browser) -> None:
    assert admin.get("/admin/people?q=x", follow=False).status == 200, "signing in counts"
    with clock.set_to(clock.now() + timedelta(minutes=16)):
        asked = admin.get("/admin/people?q=x")
        assert asked.path == paths.AGAIN
        assert admin.get("/settings", follow=False).status == 200, "nothing else asks"
        form = asked.form(paths.AGAIN)
        assert form.submit(current="not this one").status == 422
        assert admin.get("/admin", follow=False).status == 303
        assert form.submit(current=PASSWORD, follow=False).location == "/admin/people?q=x"
        assert admin.get("/admin", follow=False).status == 200
        assert form.submit(current=PASSWORD, next="https://evil.example/", follow=False).location == "/admin"


def test_a_form_sent_too_late_is_not_lost(admin: Browser, factory: Factory) -> None:
    form = admin.get("/admin/settings").form("/admin/settings")
    with clock.set_to(clock.now() + timedelta(minutes=16)):
        held = form.submit(name="Le Prétoire", banner="Deux\nlignes <b>")
        assert held.status == 403
        assert factory.read(stored_settings).name == "Parvis"
        again = held.form("/admin/settings")
        wrong = again.submit(current="not this one")
        assert wrong.status == 422
        assert wrong.form("/admin/settings").submit(current=PASSWORD, follow=False).status == 303
    stored = factory.read(stored_settings)
    assert (stored.name, stored.banner.splitlines()) == ("Le Prétoire", ["Deux", "lignes <b>"])
    assert stored.charter_required, "and a ticked box stays ticked"


@pytest.mark.parametrize("proof", ["code", "recovery code", "key"])
def test_a_code_or_a_key_answers_for_who_has_one_and_once(admin: Browser, proof: str) -> None:
    secret, codes = set_up(admin)
    key = Authenticator()
    make_key(admin, key)
    with clock.set_to(clock.now() + timedelta(minutes=16)):
        typed = {"code": code_for(secret), "recovery code": codes[0].replace("-", " "), "key": ""}[proof]
        asked = admin.get("/admin").form(paths.AGAIN)
        answer = key.get(options(admin, "again")) if proof == "key" else ""
        assert asked.submit(current=typed, passkey=answer, follow=False).status == 303
        assert admin.get("/admin", follow=False).status == 200
        assert asked.submit(current=typed, passkey=answer, follow=False).status == 422


def test_a_code_is_nothing_without_a_second_factor(factory: Factory) -> None:
    browser = factory.browser(with_password(factory))
    form = browser.get(paths.SETTINGS_PRIVACY).form(paths.SETTINGS_PRIVACY)
    refused = form.submit(current="123456")
    assert refused.status == 422
    assert "Ce n’est pas votre mot de passe actuel" in refused.words()


def test_what_asks_for_the_password_takes_a_code_too(factory: Factory) -> None:
    browser = factory.browser(with_password(factory))
    _, codes = set_up(browser)
    form = browser.get(paths.SETTINGS_PRIVACY).form(paths.SETTINGS_PRIVACY)
    assert form.submit(current="000000").status == 422
    assert form.submit(current=codes[0]).headers["Content-Type"] == "application/zip"
    assert form.submit(current=codes[0]).status == 422
