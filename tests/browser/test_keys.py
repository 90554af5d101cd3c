"""A passkey in a real browser (Chromium's virtual authenticator): made, signed in with, given after the password."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Site, register

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def plug_in(page: Page, *, knows: bool = True) -> str:
    """An authenticator of this page's, which answers by itself; `knows`: whether it verifies its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal" if knows else "usb",
        "hasResidentKey": knows,
        "hasUserVerification": knows,
        "isUserVerified": knows,
        "automaticPresenceSimulation": True,
    }
    return str(devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def make_key(page: Page, name: str) -> None:
    page.goto("/settings/keys")
    page.fill("#name", name)
    page.fill("#current", PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Créer la clé").click()


def sign_out(page: Page) -> None:
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Déconnexion").click()
    expect(page.locator("nav.account")).to_contain_text("Connexion")


def clean(page: Page) -> list[str]:
    return [each["id"] for each in Axe().run(page).response["violations"]]


def by_key(page: Page) -> None:
    page.goto("/login?next=/settings/keys")
    page.get_by_role("button", name="Avec une clé d’accès").click()


def by_password(page: Page, name: str) -> None:
    page.goto("/login")
    page.fill("#identity", name)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", name="Validation en deux étapes")).to_be_visible()


def test_a_key_from_first_to_last(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(width=360, bypass_csp=True)
    plug_in(page)
    page.goto("/register")
    register(page, site, "Claire.Key")
    page.goto("/settings/security")
    page.get_by_role("link", name="Clés d’accès").click()
    expect(page.locator("#name")).to_have_value("Chrome sur Linux")
    problems = clean(page)
    make_key(page, "Téléphone")
    expect(page.locator(".codes code")).to_have_count(10)
    problems += clean(page)
    site.mails_to("Claire.Key@example.org", saying="clé d’accès")

    sign_out(page)
    by_key(page)
    page.wait_for_url("**/settings/keys")
    expect(page.locator(".sessions")).to_contain_text("Téléphone")
    expect(page.locator(".sessions")).to_contain_text("Dernier usage")
    problems += clean(page)

    page.get_by_role("link", name="Retirer la clé Téléphone").click()
    problems += clean(page)
    page.get_by_role("button", name="Confirmer par une clé d’accès").click()
    expect(page.locator(".notice")).to_contain_text("La clé n’ouvre plus votre compte")
    sign_out(page)
    by_key(page)
    expect(page.locator("#identity-error")).to_contain_text("n’a pas été reconnue")
    assert problems == []


def test_after_the_password_a_key_or_a_recovery_code(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(bypass_csp=True)
    plug_in(page)
    page.goto("/register")
    register(page, site, "Fanny.Key")
    make_key(page, "Ordinateur")
    code = page.locator(".codes code").first.text_content() or ""
    sign_out(page)
    by_password(page, "Fanny.Key")
    assert clean(page) == []
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.locator("details.menu")).to_be_visible()
    sign_out(page)
    by_password(page, "Fanny.Key")
    page.fill("#code", code)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator("details.menu")).to_be_visible()


def test_an_application_of_codes_is_set_up(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(width=360, bypass_csp=True)
    page.goto("/register")
    register(page, site, "Gilles.Key")
    page.goto("/settings/second-factor")
    page.get_by_role("button", name="Configurer").click()
    expect(page.get_by_role("img", name="Clé à photographier")).to_be_visible()
    problems = clean(page)
    key = (page.locator("main code").first.text_content() or "").replace("-", "")
    page.fill("#code", "abcd-efgh-ijkl")
    page.fill("#current", PASSWORD)
    page.evaluate("document.querySelector('#code').removeAttribute('maxlength')")
    page.get_by_role("button", name="Activer").click()
    expect(page.locator(".error").first).to_contain_text("Ce code n’est pas le bon")
    page.fill("#code", TOTP(key=key, format="base32").generate().token)
    page.fill("#current", PASSWORD)
    page.get_by_role("button", name="Activer").click()
    expect(page.locator(".codes code")).to_have_count(10)
    page.goto("/settings/second-factor")
    problems += clean(page)
    assert problems == []


def test_a_deletion_is_asked_for_and_taken_back(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(width=360, bypass_csp=True)
    page.goto("/register")
    register(page, site, "Helene.Key")
    page.goto("/settings/privacy")
    page.fill("#leaving-password", PASSWORD)
    page.get_by_role("button", name="Supprimer mon compte").click()
    expect(page.locator(".notice")).to_contain_text("sera supprimé dans 14 jours")
    for _ in range(100):
        if len(site.mails_to("Helene.Key@example.org")) > 1:
            break
        page.wait_for_timeout(100)
    page.goto(site.link_in_mail("Helene.Key@example.org"))
    assert clean(page) == []
    page.get_by_role("button", name="Garder mon compte").click()
    expect(page.locator(".notice")).to_contain_text("conservé")


def test_a_token_that_does_not_know_its_owner_comes_after_the_password(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page()
    plug_in(page, knows=False)
    page.goto("/register")
    register(page, site, "Denis.Key")
    make_key(page, "Clé du bureau")
    expect(page.locator(".codes code")).to_have_count(10)
    sign_out(page)
    by_password(page, "Denis.Key")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.locator("details.menu")).to_be_visible()


def test_who_has_no_script_is_told_what_a_key_needs(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=False)
    page.goto("/register")
    register(page, site, "Elise.Key")
    page.goto("/settings/keys")
    expect(page.locator("main .notice")).to_contain_text("JavaScript")
    page.goto("/login")
    expect(page.get_by_role("button", name="Avec une clé d’accès")).to_be_hidden()
