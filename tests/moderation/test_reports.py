"""Reports: who may make them, how many, and what becomes of them."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict, ForumError, Invalid, LoginRequired, Missing, Refused, TooOften
from forum.moderation import actions, desk, queries, reports
from forum.moderation.models import Reason, Report, ReportState
from forum.topics.models import Post, Topic
from tests.factories import Factory
from tests.moderation.world import World, staff_act


def report(factory: Factory, who: int | None, post: int, reason: Reason = Reason.SPAM, detail: str = "") -> int:
    def act() -> int:
        found = db.session.get_one(Post, post)
        topic = db.session.get_one(Topic, found.topic_id)
        reporter: Any = db.session.get_one(User, who) if who is not None else None
        return reports.report(reporter, found, topic, reason, detail, per_day=10).id

    return factory.write(act)


def close(factory: Factory, who: int, report_id: int, outcome: ReportState, answer: str = "") -> None:
    def act() -> None:
        actor = db.session.get_one(User, who)
        reports.close(actor, *queries.report_for(report_id, actor, lock=True), outcome, answer)

    factory.write(act)


def desk_of(factory: Factory, who: int) -> list[int]:
    """The reports that lie on somebody's desk; their number must be what the header counts."""

    def look() -> list[int]:
        actor = db.session.get_one(User, who)
        rows, total = desk.reports(actor, page=1, per_page=50)
        assert total == len(rows) == queries.open_reports(actor)
        return [row.id for row in rows]

    return factory.read(look)


def test_each_desk_holds_the_reports_of_its_own_forums(factory: Factory, world: World) -> None:
    here = report(factory, world.bob, factory.reply(factory.topic(world.here, world.alice), world.alice))
    closed = report(factory, world.admin, factory.first_post(factory.topic(world.closed, world.mod_closed)))
    assert desk_of(factory, world.mod_here) == [here]
    assert desk_of(factory, world.mod_there) == []
    assert desk_of(factory, world.mod_closed) == [closed]
    assert desk_of(factory, world.admin) == [here, closed]
    assert desk_of(factory, world.bob) == []


def test_who_may_report(factory: Factory, world: World) -> None:
    hidden = factory.reply(factory.topic(world.here, world.alice), world.alice)
    staff_act(factory, world.mod_here, actions.hide, [hidden], "Essai", posts=True)
    cases: list[tuple[int | None, int, type[ForumError]]] = [
        (None, factory.first_post(factory.topic(world.here, world.alice)), LoginRequired),
        (world.bob, factory.first_post(factory.topic(world.closed, world.mod_closed)), Missing),
        (world.bob, hidden, Missing),
    ]
    for who, post, refusal in cases:
        with pytest.raises(refusal):
            report(factory, who, post)
    assert desk_of(factory, world.admin) == []


def test_one_open_report_per_person_and_post(factory: Factory, world: World) -> None:
    post = factory.first_post(factory.topic(world.here, world.alice))
    first = report(factory, world.bob, post)
    with pytest.raises(Conflict):
        report(factory, world.bob, post, Reason.ABUSE)
    report(factory, world.mod_there, post)
    close(factory, world.mod_here, first, ReportState.DISMISSED)
    report(factory, world.bob, post)
    with pytest.raises((sa.exc.IntegrityError, Conflict)):  # Conflict on PostgreSQL: see db.write
        factory.write(
            lambda: db.session.add(Report(post_id=post, reporter_id=world.bob, reason="spam", created_at=clock.now()))
        )


def test_ten_reports_a_day_and_account(factory: Factory, world: World) -> None:
    topic = factory.topic(world.here, world.alice)
    posts = [factory.reply(topic, world.alice) for _ in range(11)]
    for post in posts[:10]:
        report(factory, world.bob, post)
    with pytest.raises(TooOften) as refusal:
        report(factory, world.bob, posts[10])
    assert 23 * 3600 < refusal.value.retry_after <= 24 * 3600
    with clock.set_to(clock.now() + timedelta(hours=25)):
        report(factory, world.bob, posts[10])


@pytest.mark.parametrize(
    ("reason", "detail", "taken"),
    [
        (Reason.SPAM, "", True),
        (Reason.OTHER, "Ce lien mène à une copie du site.", True),
        (Reason.OTHER, "  court ", False),
        (Reason.ILLEGAL, "", False),
        (Reason.ABUSE, "x" * 2001, False),
    ],
)
def test_some_reasons_need_words(factory: Factory, world: World, reason: Reason, detail: str, taken: bool) -> None:
    post = factory.first_post(factory.topic(world.here, world.alice))
    if taken:
        assert report(factory, world.bob, post, reason, detail)
        return
    with pytest.raises(Invalid) as refusal:
        report(factory, world.bob, post, reason, detail)
    assert refusal.value.field == "detail"


def test_closing_is_done_once_and_by_the_forum_s_own_moderators(factory: Factory, world: World) -> None:
    opened = report(factory, world.bob, factory.first_post(factory.topic(world.here, world.alice)))
    for stranger in (world.mod_there, world.bob, world.alice):
        with pytest.raises(Missing):
            close(factory, stranger, opened, ReportState.HANDLED)
    close(factory, world.mod_here, opened, ReportState.HANDLED, "  Merci.  ")
    with pytest.raises(Conflict):
        close(factory, world.admin, opened, ReportState.DISMISSED)
    closed = factory.get(Report, opened)
    assert (closed.state, closed.closed_by_id, closed.answer) == (ReportState.HANDLED, world.mod_here, "Merci.")
    assert desk_of(factory, world.mod_here) == []


def test_hiding_the_post_settles_its_reports(factory: Factory, world: World) -> None:
    post = factory.reply(factory.topic(world.here, world.alice), world.alice)
    opened = [report(factory, each, post) for each in (world.bob, world.mod_there)]
    staff_act(factory, world.mod_here, actions.hide, [post], "Publicité", posts=True)
    assert {factory.get(Report, each).state for each in opened} == {ReportState.HANDLED}


def test_a_moderator_of_another_forum_is_refused_by_the_policy_too(factory: Factory, world: World) -> None:
    opened = report(factory, world.bob, factory.first_post(factory.topic(world.here, world.alice)))

    def act() -> None:
        found = db.session.get_one(Report, opened)
        post = db.session.get_one(Post, found.post_id)
        topic, stranger = db.session.get_one(Topic, post.topic_id), db.session.get_one(User, world.mod_there)
        reports.close(stranger, found, post, topic, ReportState.HANDLED)

    with pytest.raises(Refused):
        factory.write(act)


def test_too_long_an_answer_closes_nothing(factory: Factory, world: World) -> None:
    opened = report(factory, world.bob, factory.first_post(factory.topic(world.here, world.alice)))
    with pytest.raises(Invalid, match=r"2.000"):
        close(factory, world.mod_here, opened, ReportState.HANDLED, "x" * 2001)
    assert factory.get(Report, opened).state == ReportState.OPEN
    close(factory, world.mod_here, opened, ReportState.HANDLED, "x" * 2000)
    assert factory.get(Report, opened).answer == "x" * 2000
