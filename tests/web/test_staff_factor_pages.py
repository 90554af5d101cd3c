"""Where a second factor is asked of staff and lacks, no page gives what staff have beyond other members."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from forum import paths
from forum.accounts.models import ADMINISTRATORS, MODERATORS, User
from forum.db import db
from forum.experiences.models import Outcome
from forum.settings.actions import store_settings
from forum.settings.site import SiteSettings
from forum.taxonomy.actions import Grant
from forum.taxonomy.models import Forum
from forum.topics.models import Kind, Post, State, Topic
from tests.browsing import Browser, Page
from tests.factories import Factory
from tests.messages.writing import Writing
from tests.resources.lists import World as Resources
from tests.resources.lists import a_list
from tests.web.test_guides import Guide

REFUSED = (303, 403, 404, 410, 422)


@dataclass(frozen=True)
class Staff:
    """A member with one staff role, who lacks the factor that the site asks for."""

    factory: Factory
    user: int

    @property
    def browser(self) -> Browser:
        return self.factory.browser(self.user)

    def set_up(self) -> None:
        self.factory.write(lambda: setattr(db.session.get_one(User, self.user), "totp_secret", "x"))


Attempt = Callable[[Browser], Page]
Case = Callable[[Factory], Attempt]


def change(factory: Factory, model: type[Post] | type[Topic] | type[Forum], key: int, **values: object) -> None:
    factory.write(lambda: db.session.execute(sa.update(model).where(model.id == key).values(**values)))


def a_topic(factory: Factory, **draft: object) -> int:
    return factory.topic(factory.forum(), factory.user("alice"), **draft)  # type: ignore[arg-type]  # tests' own words


def gets(address: str) -> Attempt:
    return lambda browser: browser.get(address, follow=False)


def posts(address: str, **data: object) -> Attempt:
    return lambda browser: browser.post(address, data, follow=False)


def locked_topic(factory: Factory) -> Attempt:
    topic = a_topic(factory)
    change(factory, Topic, topic, locked=True)
    return posts(f"/t/{topic}/reply", body="Une suite.", do="post", seen="1")


def form_of_a_locked_topic(factory: Factory) -> Attempt:
    topic = a_topic(factory)
    change(factory, Topic, topic, locked=True)
    return gets(f"/t/{topic}/reply")


def resource_in_a_locked_topic(factory: Factory) -> Attempt:
    topic = a_topic(factory)
    change(factory, Topic, topic, locked=True)
    return gets(f"/t/{topic}/resources/new")


def own_post_in_a_locked_topic(factory: Factory) -> Attempt:
    topic = a_topic(factory)
    own = factory.reply(topic, staff_id(factory))
    change(factory, Topic, topic, locked=True)
    return gets(f"/p/{own}/edit")


def locked_forum(factory: Factory) -> Attempt:
    forum = factory.forum()
    change(factory, Forum, forum, locked=True)
    return gets("/f/droit-du-numerique/new")


def new_topic(factory: Factory, **data: object) -> Attempt:
    factory.forum()
    sent = {"title": "Un sujet à lire", "body": "Un texte.", "kind": "discussion", "do": "post", **data}
    return posts("/f/droit-du-numerique/new", **sent)


def new_tag(factory: Factory) -> Attempt:
    return new_topic(factory, tags="inconnue")


def announcement(factory: Factory) -> Attempt:
    return new_topic(factory, kind="announcement")


def guide(factory: Factory) -> Attempt:
    return new_topic(factory, kind="guide")


def new_tag_by_an_edit(factory: Factory) -> Attempt:
    topic = factory.topic(factory.forum(), staff_id(factory), kind=Kind.DISCUSSION)
    sent = {"title": "Un sujet", "body": "Un texte.", "kind": "discussion", "revision": "1", "tags": "inconnue"}
    return posts(f"/p/{factory.first_post(topic)}/edit", do="post", **sent)


def others_post(factory: Factory) -> Attempt:
    return gets(f"/p/{factory.first_post(a_topic(factory))}/edit")


def others_guide(factory: Factory) -> Attempt:
    return gets(f"/p/{Guide(factory).post}/improve")


def review_of_a_guide(factory: Factory) -> Attempt:
    made = Guide(factory)
    made.improve("expert", "Le début.\n\nUne suite.\n\nLa fin.")
    return posts(f"/guides/edits/{made.edits()[0]}/decline")


def open_a_guide(factory: Factory) -> Attempt:
    return posts(f"/p/{Guide(factory, is_open=False).post}/wiki", open="1")


def list_of_resources(factory: Factory) -> Attempt:
    world: Resources = a_list(factory)
    return posts(f"/resources/{world.propose(world.member)}/show")


def history(factory: Factory) -> Attempt:
    post = factory.first_post(a_topic(factory))
    return gets(f"/p/{post}/history")


def hidden_post(factory: Factory) -> Attempt:
    topic = a_topic(factory)
    post = factory.reply(topic, factory.user("bruno"))
    change(factory, Post, post, state=State.DELETED)
    return lambda browser: browser.get(f"/p/{post}")


def hidden_topic(factory: Factory) -> Attempt:
    topic = a_topic(factory)
    change(factory, Topic, topic, state=State.DELETED)
    return lambda browser: browser.get(f"/t/{topic}/un-sujet")


def answer(factory: Factory, **values: object) -> int:
    topic = a_topic(factory, kind=Kind.QUESTION)
    post = factory.reply(topic, factory.user("bruno"))
    change(factory, Post, post, **values) if values else None
    return post


def accept(factory: Factory) -> Attempt:
    return posts(f"/p/{answer(factory)}/accept")


def verify(factory: Factory) -> Attempt:
    return posts(f"/p/{answer(factory)}/verify")


def unpropose(factory: Factory) -> Attempt:
    return posts(f"/p/{answer(factory, proposed_by_id=factory.user('experte'))}/unpropose")


def experience(factory: Factory) -> Attempt:
    post = factory.tells(factory.reply(a_topic(factory), factory.user("bruno")), Outcome.SOLVED)
    return gets(f"/p/{post}/since")


def who_wants_no_messages(factory: Factory) -> Attempt:
    factory.user("zoe", messages_from="nobody")
    return posts("/messages/new", to="zoe", title="Un objet", body="Bonjour.", do="post")


def reported_message(factory: Factory) -> Attempt:
    alice, bruno = factory.user("alice"), factory.user("bruno")
    Writing(factory).start(alice, bruno)
    factory.browser(bruno).post("/messages/message/1/report", {"reason": "spam"})
    return gets(paths.MESSAGE_REPORTS)


def pseudonym(factory: Factory) -> Attempt:
    topic = a_topic(factory)
    post = factory.reply(topic, factory.user("bruno"), pseudonym=True)
    return gets(f"/p/{post}/pseudonym")


def others_forum(factory: Factory) -> Attempt:
    factory.forum("Cercle", (Grant(user_id=factory.user("alice"), post=True, reply=True),))
    return gets("/f/cercle")


def staff_id(factory: Factory) -> int:
    return factory.read(lambda: db.session.scalar(sa.select(User.id).where(User.name == "staff"))) or 0


EITHER: tuple[Case, ...] = (
    locked_topic,
    form_of_a_locked_topic,
    resource_in_a_locked_topic,
    own_post_in_a_locked_topic,
    locked_forum,
    new_tag,
    announcement,
    guide,
    new_tag_by_an_edit,
    others_post,
    others_guide,
    review_of_a_guide,
    open_a_guide,
    list_of_resources,
    history,
    hidden_post,
    hidden_topic,
    accept,
    verify,
    unpropose,
    experience,
    who_wants_no_messages,
    reported_message,
)
ADMINISTRATION: tuple[Case, ...] = (pseudonym, others_forum)


def staff(factory: Factory, group: int) -> Staff:
    factory.write(lambda: store_settings(SiteSettings(staff_factor=True)))
    return Staff(factory, factory.user("staff", groups=(group,)))


@pytest.mark.parametrize(
    ("case", "group"),
    [(case, MODERATORS) for case in EITHER] + [(case, ADMINISTRATORS) for case in (*EITHER, *ADMINISTRATION)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_staff_are_members_until_it_is_set_up(factory: Factory, case: Case, group: int) -> None:
    one = staff(factory, group)
    attempt = case(factory)
    refused = attempt(one.browser)
    assert refused.status in REFUSED
    if refused.status == 303:
        assert refused.location == paths.SETTINGS_FACTOR
    else:
        assert paths.SETTINGS_FACTOR in refused.links(), "each page says what would help"
    one.set_up()
    done = attempt(one.browser)
    assert done.status in {200, 303}, done.words()
    assert done.location != paths.SETTINGS_FACTOR
