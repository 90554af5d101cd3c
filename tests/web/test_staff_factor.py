"""Where the site asks its staff for a second factor, whoever has none does no staff act, and is led to set one up."""

import pytest

from forum import paths
from forum.accounts.models import ADMINISTRATORS, User
from forum.db import db
from forum.settings.actions import store_settings
from forum.settings.queries import stored_settings
from forum.settings.site import SiteSettings
from forum.web.login import hashed
from tests.counting import statements
from tests.factories import Factory
from tests.moderation.world import World, make_world
from tests.web.people import PASSWORD
from tests.web.test_moderation_rights import VERBS, picture, send, target
from tests.web.test_second_factor import set_up

PAGES = ("/admin", "/admin/settings", "/moderation", "/moderation/log", "/moderation/experts", "/u/bob/staff")


@pytest.fixture
def world(factory: Factory) -> World:
    made = make_world(factory)
    factory.write(lambda: store_settings(SiteSettings(staff_factor=True)))
    return made


def protect(factory: Factory, user_id: int) -> None:
    factory.write(lambda: setattr(db.session.get_one(User, user_id), "totp_secret", "x"))


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_without_it_and_every_verb_with_it(factory: Factory, world: World, verb: str) -> None:
    at = target(factory, world, world.here, world.alice)
    before = picture(factory)
    for role in ("mod_here", "admin"):
        refused = send(factory, world, role, *VERBS[verb](world, at))
        assert refused.status == 403, role
        assert paths.SETTINGS_FACTOR in refused.links()
    assert picture(factory) == before
    protect(factory, world.mod_here)
    assert send(factory, world, "mod_here", *VERBS[verb](world, at)).status == 303


def test_reports_others_posts_and_answers_are_staff_acts_too(factory: Factory, world: World) -> None:
    at = target(factory, world, world.here, world.alice)
    browser = factory.browser(world.mod_here)
    for path, data, status in (
        (f"/moderation/reports/{at.report}", {"do": "handle"}, 404),
        (f"/p/{at.reply}/edit", {"body": "Changé."}, 403),
        ("/u/bob/staff/warn", {"reason": "Charte"}, 403),
    ):
        assert browser.post(path, data).status == status, path
    assert paths.SETTINGS_FACTOR in browser.get(f"/p/{at.reply}/edit").links()
    own = factory.reply(at.topic, world.mod_here)
    assert browser.get(f"/p/{own}/edit").status == 200, "one's own is no staff act"


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_staff_lead_to_the_set_up_and_back(factory: Factory, world: World, page: str) -> None:
    admin = factory.browser(world.admin)
    assert admin.get(page, follow=False).location == paths.SETTINGS_FACTOR
    led = admin.get(page)
    assert "Votre rôle demande" in led.words()
    assert led.form(paths.SETTINGS_FACTOR)
    assert admin.get("/").status == 200, "the forum stays open as to any member"
    assert admin.get(f"/t/{target(factory, world, world.here, world.alice).topic}").status == 200
    protect(factory, world.admin)
    assert admin.get(page).status == 200


def test_a_member_is_asked_for_nothing(factory: Factory, world: World) -> None:
    assert factory.browser(world.alice).get("/moderation").status == 403


def test_who_asks_it_of_all_has_one(factory: Factory) -> None:
    password = factory.read(lambda: hashed(PASSWORD))
    admin = factory.browser(factory.user("ada", groups=(ADMINISTRATORS,), password=password))
    refused = admin.get("/admin/settings").form("/admin/settings").submit(staff_factor="y")
    assert refused.status == 422
    assert "d’abord votre propre" in refused.words()
    set_up(admin)
    assert admin.get("/admin/settings").form("/admin/settings").submit(staff_factor="y").status == 200
    assert factory.read(stored_settings).staff_factor


def test_a_selection_asks_once(factory: Factory, world: World) -> None:
    topics = [factory.topic(world.here, world.alice) for _ in range(12)]
    admin = factory.browser(world.admin)
    token = admin.token()
    counted = []
    for chosen in (topics[:2], topics):
        with statements(factory.app) as sent:
            admin.send("post", "/moderation/topics", {"csrf_token": token, "verb": "pin", "topic": chosen})
        counted.append(len(sent))
    assert counted[0] == counted[1]
