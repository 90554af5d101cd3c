"""Passkeys: made, signed in with, given after the password, taken away; and what is no key of ours."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from forum import clock, paths
from forum.accounts.deletion import erase
from forum.accounts.models import Passkey, User
from forum.accounts.privacy import export
from forum.db import db
from tests.browsing import Browser, Page
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.authenticator import Authenticator, coded
from tests.web.people import PASSWORD, is_signed_in, sign_in, with_password
from tests.web.test_second_factor import code_for, set_up


def options(browser: Browser, purpose: str) -> dict[str, Any]:
    answer = browser.post(paths.KEY_OPTIONS, {"for": purpose})
    assert answer.status == 200, answer.text
    found: dict[str, Any] = json.loads(answer.text)
    return found


def make_key(browser: Browser, key: Authenticator, name: str = "Téléphone", **again: str) -> Page:
    form = browser.get(paths.SETTINGS_KEYS).form(paths.SETTINGS_KEYS)
    page = form.submit(name=name, **{"current": PASSWORD, **again})
    form = page.form(paths.SETTINGS_NEW_KEY)
    return form.submit(passkey=key.create(options(browser, "add")))


def open_by(browser: Browser, key: Authenticator, **how: bool) -> Page:
    browser.get(paths.LOGIN)
    return browser.post(paths.LOGIN_KEY, {"passkey": key.get(options(browser, "open"), **how)}, follow=False)


def codes_on(page: Page) -> list[str]:
    return [part.split("<")[0] for part in page.text.split("<li><code>")[1:]]


@pytest.fixture
def alice(factory: Factory) -> int:
    return with_password(factory)


@pytest.fixture
def key() -> Authenticator:
    return Authenticator()


def test_a_key_is_made_and_opens_the_account_alone(
    app: Flask, factory: Factory, alice: int, key: Authenticator
) -> None:
    browser, box = factory.browser(alice), Mailbox(app)
    made = make_key(browser, key)
    assert len(codes_on(made)) == 10, "the first factor comes with recovery codes"
    assert "ajoutée" in box.only().text
    listed = browser.get(paths.SETTINGS_KEYS).words()
    assert "Téléphone" in listed
    assert "Pas encore servie" in listed
    other = factory.browser()
    assert open_by(other, key).status == 303
    assert is_signed_in(other)
    assert "Dernier usage" in browser.get(paths.SETTINGS_KEYS).words()
    stored = factory.read(lambda: db.session.query(Passkey).one())
    assert (stored.sign_count, stored.transports) == (key.count, ["internal"])


def test_a_second_key_brings_no_new_codes_and_the_same_one_no_second_row(
    factory: Factory, alice: int, key: Authenticator
) -> None:
    browser = factory.browser(alice)
    make_key(browser, key)
    assert codes_on(make_key(browser, Authenticator(), "Clé du bureau")) == []
    again = make_key(browser, key)
    assert again.status == 422
    assert "déjà enregistrée" in again.words()
    assert factory.get(User, alice).passkey_count == 2
    excluded = factory.browser(alice)
    excluded.get(paths.SETTINGS_KEYS).form(paths.SETTINGS_KEYS).submit(name="x", current=PASSWORD)
    assert len(options(excluded, "add")["excludeCredentials"]) == 2


def test_the_password_alone_is_not_enough_any_more(factory: Factory, alice: int, key: Authenticator) -> None:
    codes = codes_on(make_key(factory.browser(alice), key))
    for proof in ("key", "code"):
        browser = factory.browser()
        page = sign_in(browser)
        assert not is_signed_in(browser)
        sent = (
            {"passkey": key.get(options(browser, "code"), discovered=False)} if proof == "key" else {"code": codes[0]}
        )
        page.form(paths.LOGIN_CODE).submit(follow=False, **sent)
        assert is_signed_in(browser), proof


def test_a_key_that_does_not_know_its_owner_is_a_second_factor_only(factory: Factory, alice: int) -> None:
    key = Authenticator(knows=False)
    make_key(factory.browser(alice), key)
    browser = factory.browser()
    assert open_by(browser, key).status == 422
    assert not is_signed_in(browser)
    sign_in(browser).form(paths.LOGIN_CODE).submit(
        passkey=key.get(options(browser, "code"), discovered=False), follow=False
    )
    assert is_signed_in(browser)


def test_an_answer_is_taken_once(factory: Factory, alice: int) -> None:
    key = Authenticator(counts=False)
    make_key(factory.browser(alice), key)
    first, second = factory.browser(), factory.browser()
    first.get(paths.LOGIN)
    answer = key.get(options(first, "open"))
    second.client._cookies.update(first.client._cookies)  # a copied cookie, with the challenge in it
    assert first.post(paths.LOGIN_KEY, {"passkey": answer}, follow=False).status == 303
    refused = second.post(paths.LOGIN_KEY, {"passkey": answer}, follow=False)
    assert refused.status == 422
    assert "déjà servi" in refused.words()
    assert not is_signed_in(second)


def test_of_two_answers_at_once_one_is_taken(factory: Factory, alice: int) -> None:
    key, start = Authenticator(counts=False), Barrier(6)
    make_key(factory.browser(alice), key)
    first = factory.browser()
    first.get(paths.LOGIN)
    answer, token = key.get(options(first, "open")), first.token()
    browsers = [factory.browser() for _ in range(6)]
    for browser in browsers:
        browser.client._cookies.update(first.client._cookies)

    def send(browser: Browser) -> int:
        start.wait()
        return browser.send("post", paths.LOGIN_KEY, {"passkey": answer, "csrf_token": token}, follow=False).status

    with ThreadPoolExecutor(6) as people:
        assert sorted(people.map(send, browsers)) == [303, *[422] * 5]


def test_a_question_is_answered_in_time_and_for_what_it_was_asked(
    factory: Factory, alice: int, key: Authenticator
) -> None:
    make_key(factory.browser(alice), key)
    browser = factory.browser()
    browser.get(paths.LOGIN)
    answer = key.get(options(browser, "open"))
    with clock.set_to(clock.now() + timedelta(minutes=6)):
        late = browser.post(paths.LOGIN_KEY, {"passkey": answer}, follow=False)
    assert late.status == 422
    signed_in = factory.browser(alice)
    answer = key.get(options(signed_in, "again"))
    assert signed_in.post(paths.LOGIN_KEY, {"passkey": answer}, follow=False).status == 422


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://phishing.example"},
        {"origin": "http://localhost:8080"},
        {"domain": "example.org"},
        {"count": 0},
        {"handle": bytes(32)},
        {"key_id": bytes(32)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_is_refused(factory: Factory, alice: int, changed: dict[str, Any]) -> None:
    key = Authenticator(count=5)
    make_key(factory.browser(alice), key)
    for name, value in changed.items():
        setattr(key, name, value)
    browser = factory.browser()
    refused = open_by(browser, key)
    assert refused.status == 422
    assert "n’a pas été reconnue" in refused.words()
    assert not is_signed_in(browser)


def test_a_foreign_signature_is_refused(factory: Factory, alice: int, key: Authenticator) -> None:
    make_key(factory.browser(alice), key)
    false = Authenticator(key_id=key.key_id, handle=key.handle, count=9)
    assert open_by(factory.browser(), false).status == 422


def test_somebody_elses_key_is_no_second_factor(factory: Factory, alice: int, key: Authenticator) -> None:
    make_key(factory.browser(alice), key)
    bob = with_password(factory, "bob")
    bobs = Authenticator()
    make_key(factory.browser(bob), bobs)
    browser = factory.browser()
    page = sign_in(browser)
    asked = options(browser, "code")
    assert [each["id"] for each in asked["allowCredentials"]] == [coded(key.key_id)]
    assert page.form(paths.LOGIN_CODE).submit(passkey=bobs.get(asked)).status == 422
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "null", "7", '"x"', "{}", '{"id": 1}', "[" * 5000, "x" * 30_000, '{"id": "\\u0000", "rawId": "é"}',
     ('{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA",'
     '"signature":"AA","attestationObject":"AA"}}'),
     ('{"id":"A","rawId":"A","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"",'
     '"signature":"","attestationObject":"oA"}}')],
)  # fmt: skip
def test_what_no_key_says_is_refused_and_never_breaks(factory: Factory, alice: int, answer: str) -> None:
    browser = factory.browser()
    browser.get(paths.LOGIN)
    options(browser, "open")
    assert browser.post(paths.LOGIN_KEY, {"passkey": answer}).status == 422
    assert browser.post(paths.LOGIN_KEY, {"passkey": answer}).status == 422, "with no question either"
    member = factory.browser(alice)
    member.get(paths.SETTINGS_KEYS).form(paths.SETTINGS_KEYS).submit(name="x", current=PASSWORD)
    options(member, "add")
    assert member.post(paths.SETTINGS_NEW_KEY, {"passkey": answer}).status == 422
    assert factory.get(User, alice).passkey_count == 0


def test_a_key_is_made_by_its_owner_only(factory: Factory, alice: int, key: Authenticator) -> None:
    browser = factory.browser(alice)
    form = browser.get(paths.SETTINGS_KEYS).form(paths.SETTINGS_KEYS)
    refused = form.submit(name="Téléphone", current="not this one")
    assert refused.status == 422
    assert refused.form(paths.SETTINGS_KEYS).fields["name"] == "Téléphone"
    assert form.submit(name="", current=PASSWORD).status == 422
    assert form.submit(name="x" * 61, current=PASSWORD).status == 422
    assert browser.post(paths.KEY_OPTIONS, {"for": "add"}).status == 422
    assert browser.get(paths.SETTINGS_NEW_KEY, follow=False).status == 303


@pytest.mark.parametrize("by", ["password", "code", "key"])
def test_a_key_is_taken_away(app: Flask, factory: Factory, alice: int, key: Authenticator, by: str) -> None:
    browser, box = factory.browser(alice), Mailbox(app)
    codes = codes_on(make_key(browser, key))
    other = factory.browser(alice)
    box.collect()
    removal = browser.get(next(each for each in browser.get(paths.SETTINGS_KEYS).links() if "/remove" in each))
    assert "mot de passe suffira" in removal.words()
    form = removal.form("/remove")
    assert form.submit(current="not this one").status == 422
    proof = {"password": PASSWORD, "code": codes[0], "key": ""}[by]
    answer = key.get(options(browser, "again")) if by == "key" else ""
    assert form.submit(current=proof, passkey=answer).status == 200
    assert any("retirée" in letter.text for letter in box.collect())
    assert not is_signed_in(other), "other sessions end"
    assert is_signed_in(browser)
    user = factory.get(User, alice)
    assert (user.passkey_count, user.recovery_codes) == (0, None)
    assert open_by(factory.browser(), key).status == 422
    plain = factory.browser()
    sign_in(plain)
    assert is_signed_in(plain)


def test_with_an_application_left_the_codes_stay(factory: Factory, alice: int, key: Authenticator) -> None:
    browser = factory.browser(alice)
    secret, codes = set_up(browser)
    make_key(browser, key, current=code_for(secret, 1))
    link = next(each for each in browser.get(paths.SETTINGS_KEYS).links() if "/remove" in each)
    browser.get(link).form("/remove").submit(current=codes[9])
    assert len(factory.get(User, alice).recovery_codes or []) == 9


def test_nobody_elses_key_can_be_taken_away(factory: Factory, alice: int, key: Authenticator) -> None:
    make_key(factory.browser(alice), key)
    key_id = factory.read(lambda: db.session.query(Passkey.id).scalar())
    bob = factory.browser(with_password(factory, "bob"))
    assert bob.get(paths.remove_key(key_id)).status == 404
    assert bob.post(paths.remove_key(key_id), {"current": PASSWORD}).status == 404
    assert factory.get(User, alice).passkey_count == 1


def test_a_closed_account_is_opened_by_no_key(factory: Factory, alice: int, key: Authenticator) -> None:
    make_key(factory.browser(alice), key)
    factory.write(lambda: setattr(db.session.get_one(User, alice), "active", False))
    browser = factory.browser()
    assert open_by(browser, key).status == 403
    assert not is_signed_in(browser)


def test_keys_are_in_the_archive_and_go_with_the_account(
    app: Flask, factory: Factory, alice: int, key: Authenticator
) -> None:
    make_key(factory.browser(alice), key)
    uploads = app.extensions["forum"].uploads_dir
    record, _ = factory.read(lambda: export(db.session.get_one(User, alice), uploads=uploads))
    assert [each["name"] for each in record["passkeys"]] == ["Téléphone"]  # type: ignore[attr-defined]  # JSON
    assert coded(key.key_id) not in json.dumps(record, default=str)
    factory.write(lambda: erase(db.session.get_one(User, alice)))
    assert factory.read(lambda: db.session.query(Passkey).count()) == 0
    assert open_by(factory.browser(), key).status == 422
