"""A member's own settings."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image

from forum import clock
from forum.accounts.models import LoginSession, User
from forum.db import db
from tests.browsing import Browser
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.people import OTHER, PASSWORD, is_signed_in, sign_in, with_password


@pytest.fixture
def alice(factory: Factory) -> int:
    return with_password(factory)


@pytest.fixture
def browser(factory: Factory, alice: int) -> Browser:
    return factory.browser(alice)


def picture(mode: str = "RGB", size: tuple[int, int] = (300, 200)) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "teal").save(file, "PNG")
    return file.getvalue()


PATHS = ("/settings", "/settings/display", "/settings/security")


@pytest.mark.parametrize("path", PATHS)
def test_visitors_are_asked_to_sign_in(visitor: Browser, path: str) -> None:
    answer = visitor.get(path, follow=False)
    assert answer.status == 303
    assert answer.location.startswith("/login?next=%2Fsettings")


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_are_nobody_elses_to_keep(browser: Browser, path: str) -> None:
    page = browser.get(path)
    assert page.status == 200
    assert page.headers["Cache-Control"] == "private, no-store"


def test_the_profile_is_stored_and_shown(factory: Factory, browser: Browser, alice: int) -> None:
    page = (
        browser.get("/settings").form("/settings").submit(bio="Juriste **curieuse**", place="Lyon", website="alice.fr")
    )
    assert page.status == 200
    user = factory.get(User, alice)
    assert (user.place, user.website) == ("Lyon", "https://alice.fr")
    assert "<strong>curieuse</strong>" in user.bio_html
    shown = browser.get("/u/alice")
    assert "Juriste curieuse" in shown.words()
    assert browser.get("/settings").form("/settings").fields["bio"] == "Juriste **curieuse**"


@pytest.mark.parametrize(
    "fields",
    [
        {"bio": "x" * 2001},
        {"bio": "> " * 50 + "x"},
        {"place": "x" * 81},
        {"website": "javascript:alert(1)"},
        {"website": "https://user:pass@evil.fr"},
        {"website": "http://["},
        {"website": 'https://x.fr/"onclick="x'},
        {"website": "ftp://x.fr"},
        {"website": "localhost"},
        {"website": "https://" + "x" * 300 + ".fr"},
    ],
)
def test_what_a_profile_cannot_hold(factory: Factory, browser: Browser, alice: int, fields: dict[str, str]) -> None:
    page = browser.get("/settings").form("/settings").submit(**fields)
    assert page.status == 422
    assert page.find("p", class_="error")
    name, typed = next(iter(fields.items()))
    assert page.form("/settings").fields[name].replace("\r\n", "\n") == typed
    assert factory.get(User, alice).bio_html == ""


def test_html_in_a_profile_is_text(factory: Factory, browser: Browser, alice: int) -> None:
    browser.get("/settings").form("/settings").submit(bio="<script>alert(1)</script>")
    user = factory.get(User, alice)
    assert "<script" not in user.bio_html


def test_fields_of_no_form_change_nothing(factory: Factory, browser: Browser, alice: int) -> None:
    browser.post("/settings", {"name": "root", "post_count": "99", "roles": "3", "email": "x@y.fr", "bio": "Oui"})
    user = factory.get(User, alice)
    assert (user.name, user.post_count, user.email, user.bio) == ("alice", 5, "alice@example.org", "Oui")


def test_suspended_members_change_nothing_that_others_read(factory: Factory, browser: Browser, alice: int) -> None:
    until = clock.now() + timedelta(days=1)
    factory.write(lambda: setattr(db.session.get_one(User, alice), "suspended_until", until))
    page = browser.get("/settings")
    assert "Votre compte est suspendu" in page.words()
    assert page.form("/settings").submit(bio="Achetez").status == 403
    assert browser.get("/settings/security").status == 200
    assert factory.get(User, alice).bio == ""


def test_a_portrait_comes_and_goes(factory: Factory, browser: Browser, alice: int) -> None:
    form = browser.get("/settings").form("/settings/picture")
    form.submit(picture=(io.BytesIO(picture()), "moi.png"))
    key = factory.get(User, alice).avatar_key
    assert key is not None
    served = browser.get(f"/avatars/{key}")
    assert served.status == 200
    assert served.headers["Content-Type"] == "image/webp"
    page = browser.get("/settings")
    assert page.find("img", src=f"/avatars/{key}")
    page.form("/settings/picture").submit(button=("do", "remove"))
    assert factory.get(User, alice).avatar_key is None


@pytest.mark.parametrize("odd", [{}, {"x": "", "y": "x", "zoom": "-1"}, {"x": "9" * 30, "zoom": "1e9"}])
def test_a_portrait_is_cropped_by_what_makes_sense(
    factory: Factory, browser: Browser, alice: int, odd: dict[str, str]
) -> None:
    form = browser.get("/settings").form("/settings/picture")
    assert form.submit(picture=(io.BytesIO(picture()), "moi.png"), **odd).status == 200
    assert factory.get(User, alice).avatar_key is not None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", ""),
        (b"", "vide.png"),
        (b"not a picture", "moi.png"),
        (b"Du texte", "moi.txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "moi.svg"),
        (picture()[:100], "moi.png"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 6_000_000, "moi.png"),
    ],
)
def test_what_is_no_portrait(factory: Factory, browser: Browser, alice: int, data: bytes, name: str) -> None:
    page = browser.get("/settings").form("/settings/picture").submit(picture=(io.BytesIO(data), name))
    assert page.status in {413, 422}
    assert factory.get(User, alice).avatar_key is None


def test_how_one_reads_the_site(factory: Factory, browser: Browser, alice: int) -> None:
    form = browser.get("/settings/display").form("/settings/display")
    stored = form.submit(language="en", timezone="America/Guadeloupe", theme="dark")
    assert "Saved." in stored.words()
    user = factory.get(User, alice)
    assert (user.language, user.timezone, user.theme) == ("en", "America/Guadeloupe", "dark")
    html = browser.get("/").document
    assert (html.get("lang"), html.get("data-theme")) == ("en", "dark")


@pytest.mark.parametrize(
    "fields",
    [
        {"language": "xx"},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"timezone": "x" * 5000},
        {"theme": "neon"},
        {"theme": 'dark" onload="x'},
    ],
)
def test_what_no_display_can_be(factory: Factory, browser: Browser, alice: int, fields: dict[str, str]) -> None:
    page = browser.get("/settings/display").form("/settings/display").submit(**fields)
    assert page.status == 422
    assert page.find("p", class_="error")
    user = factory.get(User, alice)
    assert (user.language, user.timezone, user.theme) == ("", "", "")


def test_a_new_password_ends_the_other_sessions_and_renews_this_one(
    app: Flask, factory: Factory, browser: Browser, alice: int
) -> None:
    box = Mailbox(app)
    other = factory.browser(alice)
    before = browser.client.get_cookie("sid")
    page = browser.get("/settings/security").form("/settings/security").submit(current=PASSWORD, password=OTHER)
    assert "Votre mot de passe est changé" in page.words()
    after = browser.client.get_cookie("sid")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert is_signed_in(browser)
    assert not is_signed_in(other)
    assert "a changé" in box.only().subject
    assert sign_in(Browser(app), password=PASSWORD).status == 422
    assert sign_in(Browser(app), password=OTHER).status == 303


@pytest.mark.parametrize(
    ("current", "password", "said"),
    [
        ("pas celui-ci", OTHER, "pas votre mot de passe actuel"),
        ("", OTHER, "pas votre mot de passe actuel"),
        ("x" * 5000, OTHER, "pas votre mot de passe actuel"),
        (PASSWORD, "court", "au moins 10"),
        (PASSWORD, "alice@example.org", "se devine vite"),
    ],
)
def test_what_changes_no_password(app: Flask, browser: Browser, current: str, password: str, said: str) -> None:
    page = browser.get("/settings/security").form("/settings/security").submit(current=current, password=password)
    assert page.status == 422
    assert said in page.words()
    assert sign_in(Browser(app)).status == 303


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def signed_in_with(app: Flask, user_agent: str) -> Browser:
    browser = Browser(app)
    browser.client.environ_base["HTTP_USER_AGENT"] = user_agent
    sign_in(browser)
    return browser


def test_sessions_are_listed_and_closed(app: Flask, factory: Factory, alice: int) -> None:
    desk, phone = signed_in_with(app, FIREFOX), signed_in_with(app, SAFARI)
    page = desk.get("/settings/security")
    assert "Firefox sur Linux" in page.words()
    assert "Safari sur iPhone" in page.words()
    closing = [form for form in page.forms() if form.action == "/settings/sessions"]
    assert len(closing) == 2  # the phone, and all the others: not this very one
    closing[0].submit(button=closing[0].buttons[0])
    assert not is_signed_in(phone)
    assert is_signed_in(desk)


def test_all_other_sessions_are_closed_at_once(app: Flask, factory: Factory, alice: int) -> None:
    desk = signed_in_with(app, FIREFOX)
    others = [factory.browser(alice) for _ in range(3)]
    form = [each for each in desk.get("/settings/security").forms() if each.action == "/settings/sessions"][-1]
    form.submit(button=("key", "others"))
    assert is_signed_in(desk)
    assert not any(is_signed_in(other) for other in others)


def test_a_session_of_somebody_else_cannot_be_closed(factory: Factory, browser: Browser) -> None:
    bob = factory.user("bob")
    theirs = factory.browser(bob)
    key = factory.read(lambda: db.session.query(LoginSession).filter_by(user_id=bob).one().id_hash[:16])
    for guess in (key, "", "x", "%", "0" * 16):
        assert browser.post("/settings/sessions", {"key": guess}).status == 404
    assert is_signed_in(theirs)


def test_markup_in_a_browsers_name_stays_text(app: Flask, factory: Factory, alice: int) -> None:
    page = signed_in_with(app, "<script>alert(1)</script> Firefox/1 Linux").get("/settings/security")
    assert "Firefox sur Linux" in page.words()
    assert "alert(1)" not in page.text


def test_a_profile_lists_what_the_reader_may_read(factory: Factory, browser: Browser, alice: int) -> None:
    open_forum, closed_forum = factory.forum(), factory.private_forum()
    topic = factory.topic(open_forum, alice, "Le premier")
    own = factory.reply(topic, alice, "Et encore.")
    factory.topic(closed_forum, factory.moderator("modeste"), "Entre nous")
    other = factory.topic(open_forum, factory.user("bob"), "Un autre")
    factory.reply(other, alice, "Une fois.")
    last = factory.reply(other, alice, "Une autre fois.")
    links = factory.browser().get("/u/alice").links()
    assert [each for each in links if each.startswith("/t/")] == [f"/t/{topic}/le-premier"]
    told_once = [each for each in links if each.startswith("/p/")]
    assert told_once == [f"/p/{last}", f"/p/{own}"], "each topic once, by the newest reply"
    assert not [each for each in factory.browser().get("/u/modeste").links() if each.startswith(("/t/", "/p/"))]
    assert "/notifications/followed" in browser.get("/u/alice").links()
    assert "/notifications/followed" not in links
