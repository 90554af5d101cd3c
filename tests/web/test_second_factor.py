"""A second factor: set up, asked for, used once, switched off."""

from datetime import timedelta

import pytest
from flask import Flask
from passlib.totp import TOTP

from forum import clock, paths
from forum.accounts.models import FailedLogin, User
from forum.db import db
from tests.browsing import Browser
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.people import PASSWORD, is_signed_in, sign_in, with_password


def code_for(key: str, steps: int = 0) -> str:
    """What the telephone shows, now or some half-minutes later."""
    moment = clock.now() + timedelta(seconds=30 * steps)
    return str(TOTP(key=key.replace("-", ""), format="base32").generate(time=int(moment.timestamp())).token)


def set_up(browser: Browser) -> tuple[str, list[str]]:
    """Switch it on; the key and the recovery codes."""
    browser.get(paths.SETTINGS_FACTOR).form(paths.SETTINGS_FACTOR).submit(do="start")
    page = browser.get(paths.SETTINGS_FACTOR)
    key = page.text.split("<p><code>")[1].split("<")[0]
    with clock.set_to(clock.now()):  # a busy machine must not let the half-minute end in between
        done = page.form(paths.SETTINGS_FACTOR).submit(code=code_for(key, -1), current=PASSWORD, do="confirm")
    assert done.status == 200
    return key, [part.split("<")[0] for part in done.text.split("<li><code>")[1:]]


def give(browser: Browser, code: str) -> bool:
    """Sign in with the password and this code; whether one is in."""
    page = sign_in(browser)
    assert not is_signed_in(browser)
    page.form(paths.LOGIN_CODE).submit(code=code, follow=False)
    return is_signed_in(browser)


def test_a_code_is_asked_for_and_taken_once(app: Flask, factory: Factory) -> None:
    alice, box = with_password(factory), Mailbox(app)
    key, codes = set_up(factory.browser(alice))
    assert "activée" in box.only().text
    assert len(codes) == 10
    code = code_for(key)
    assert give(factory.browser(), code)
    assert not give(factory.browser(), code)
    assert key.replace("-", "") not in (factory.get(User, alice).totp_secret or "")


def test_each_recovery_code_works_once(app: Flask, factory: Factory) -> None:
    alice, box = with_password(factory), Mailbox(app)
    _, codes = set_up(factory.browser(alice))
    box.collect()
    assert give(factory.browser(), codes[3].upper())
    assert "9" in box.only().text
    assert not give(factory.browser(), codes[3])
    assert give(factory.browser(), codes[4])


def test_after_five_wrong_codes_the_password_is_asked_for_again(factory: Factory) -> None:
    key, _ = set_up(factory.browser(with_password(factory)))
    browser = factory.browser()
    form = sign_in(browser).form(paths.LOGIN_CODE)
    for _n in range(5):
        assert form.submit(code="000000").status == 422
    form.submit(code=code_for(key), follow=False)
    assert not is_signed_in(browser)


@pytest.mark.parametrize("what", ["off", "renew"])
def test_it_is_changed_with_password_and_code_only(factory: Factory, what: str) -> None:
    browser = factory.browser(with_password(factory))
    key, codes = set_up(browser)
    form = browser.get(paths.SETTINGS_FACTOR).form(paths.SETTINGS_FACTOR)
    assert form.submit(code=code_for(key), current="not this one", do=what).status == 422
    assert form.submit(code="000000", current=PASSWORD, do=what).status == 422
    assert form.submit(code=code_for(key), current=PASSWORD, do=what).status == 200
    if what == "off":
        other = factory.browser()
        sign_in(other)
        assert is_signed_in(other)
    else:
        assert not give(factory.browser(), codes[0])


def test_wrong_codes_count_like_wrong_passwords(factory: Factory) -> None:
    alice = with_password(factory)
    key, _ = set_up(factory.browser(alice))
    counted = []
    for _n in range(2):  # the right password in between takes nothing back
        form = sign_in(factory.browser()).form(paths.LOGIN_CODE)
        counted += [form.submit(code="000000").status for _m in range(3)]
    assert counted == [422] * 5 + [429]
    assert factory.read(lambda: db.session.query(FailedLogin).count()) == 5
    waits = sign_in(factory.browser())
    assert waits.status == 429
    with clock.set_to(clock.now() + timedelta(seconds=31)):
        assert give(factory.browser(), code_for(key))
    assert factory.read(lambda: db.session.query(FailedLogin).count()) == 0


def test_the_set_up_asks_for_a_code_of_the_application_only(factory: Factory) -> None:
    browser = factory.browser(with_password(factory))
    browser.get(paths.SETTINGS_FACTOR).form(paths.SETTINGS_FACTOR).submit(do="start")
    page = browser.get(paths.SETTINGS_FACTOR)
    assert [each.text for each in page.find("label", **{"for": "code"})] == ["Code à six chiffres"]
    assert "code de secours" not in page.words()


def test_a_change_ends_the_other_sessions(factory: Factory) -> None:
    alice = with_password(factory)
    browser, other = factory.browser(alice), factory.browser(alice)
    set_up(browser)
    assert is_signed_in(browser)
    assert not is_signed_in(other)
