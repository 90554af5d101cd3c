"""What is told of moderation: to who moderates, what waits for them; to who wrote or reported, what was decided.

Nobody is told of what they did themselves. Titles go only to who may read the topic, now and when the mail leaves
(`audience`). They run inside a write of the worker; what happened may have been undone since.
"""

from datetime import datetime

from forum import clock, paths
from forum.accounts.models import User
from forum.accounts.queries import administrators
from forum.db import db
from forum.notifications.inbox import About, Kind, tell
from forum.notifications.mailing import ask_for_mail
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, holds
from forum.taxonomy.queries import moderators
from forum.topics.models import Post, State, Topic
from forum.topics.policy import may_see_post, may_see_topic
from forum.topics.pseudonyms import people_behind, person_behind, wrote


def author_of_hidden_post(post_id: int, actor_id: int, reason: str, held: bool = False) -> None:
    """A post was hidden, or refused while it waited. Its author reads why."""
    post, topic, author = _written(post_id)
    if wrote(author, actor_id) or post.state != State.DELETED or not holds(author, Right.SEE, topic.forum_id):
        return
    ask_for_mail(
        author,
        "post_hidden",
        title=topic.title,
        forum=_forum(topic.forum_id).name,
        written_at=post.created_at,
        reason=reason,
        refused=held,
        whole_topic=post.position == 1,
        for_readers_of=topic.id,
    )


def author_of_approved_post(post_id: int, actor_id: int) -> None:
    """A post that waited can be read."""
    post, topic, author = _written(post_id)
    if author.id == actor_id or post.state != State.VISIBLE or not may_see_post(author, post, topic):
        return
    ask_for_mail(author, "post_approved", title=topic.title, post_path=paths.post(post.id), for_readers_of=topic.id)


def author_of_moved_topic(
    how: str, topic_id: int, actor_id: int, user_ids: list[int], reason: str, former_forum_id: int
) -> None:
    """A topic was moved or merged, or posts were split from one: whoever wrote them reads where they are now.

    Who cannot see the new place hears only that they left, and from where if that may be known.
    """
    topic = db.session.get_one(Topic, topic_id)
    for user_id in sorted(people_behind(user_ids)):
        author = db.session.get(User, user_id)
        if author is None or author.id == actor_id:
            continue
        if may_see_topic(author, topic):
            ask_for_mail(
                author,
                "topic_moved",
                how=how,
                title=topic.title,
                forum=_forum(topic.forum_id).name,
                topic_path=paths.topic(topic.id, topic.slug),
                reason=reason,
                for_readers_of=topic.id,
            )
        else:
            former = _forum(former_forum_id).name if holds(author, Right.SEE, former_forum_id) else ""
            ask_for_mail(author, "topic_left", former_forum=former, reason=reason)


def moderators_of_held_post(post_id: int) -> None:
    """A newcomer's post waits for approval."""
    post, topic, author = _post(post_id)
    if post.state != State.PENDING:
        return
    for each in _staff_of(topic, but=person_behind(author.id)):
        ask_for_mail(
            each,
            "post_held",
            title=topic.title,
            forum=_forum(topic.forum_id).name,
            author=author.name,
            held_path=paths.held_posts(),
            for_moderators_of=topic.id,
        )


def moderators_of_report(report_id: int, post_id: int, reporter_id: int, reason: str) -> None:
    """A reader reported a post."""
    _, topic, author = _post(post_id)
    for each in _staff_of(topic, but=reporter_id):
        ask_for_mail(
            each,
            "report_made",
            title=topic.title,
            forum=_forum(topic.forum_id).name,
            author=author.name,
            cause=reason,
            reports_path=paths.reports(),
            report=report_id,
            for_moderators_of=topic.id,
        )


def reporter_of_closed_report(post_id: int, reporter_id: int, actor_id: int, outcome: str, answer: str) -> None:
    """Staff dealt with a report, perhaps with a word for who made it."""
    _, topic, _ = _post(post_id)
    reporter = db.session.get(User, reporter_id)
    if reporter is None or reporter.id == actor_id:
        return
    if may_see_topic(reporter, topic):
        ask_for_mail(
            reporter,
            "report_closed",
            outcome=outcome,
            answer=answer,
            title=topic.title,
            topic_path=paths.topic(topic.id, topic.slug),
            for_readers_of=topic.id,
        )
    else:
        ask_for_mail(reporter, "report_closed", outcome=outcome, answer=answer, title="")


def warned_member(user_id: int, actor_id: int, reason: str) -> None:
    """Staff warned a member."""
    member = db.session.get(User, user_id)
    if member is not None and member.id != actor_id:
        ask_for_mail(member, "warned", reason=reason)


def suspended_member(user_id: int, actor_id: int, until: str, reason: str) -> None:
    """A member may read and not write until a moment; not told when that was lifted meanwhile."""
    member = db.session.get(User, user_id)
    if member is not None and member.id != actor_id and member.suspended_until == datetime.fromisoformat(until):
        ask_for_mail(member, "suspended", until_at=member.suspended_until, reason=reason)


def notice_of_hidden_post(post_id: int, actor_id: int, reason: str, held: bool = False) -> None:
    """Staff hid a post: its author sees so on the site too. Who did it is not said."""
    post = db.session.get(Post, post_id)
    if post is not None and person_behind(post.author_id) != person_behind(actor_id):
        at = f"hidden:{post_id}:{clock.now():%Y%m%d%H%M%S}"
        tell([person_behind(post.author_id)], Kind.MODERATION, About(at, fact="hidden"))


def notice_of_warning(user_id: int, actor_id: int, reason: str) -> None:
    """Staff warned somebody."""
    tell([user_id], Kind.MODERATION, About(f"warned:{clock.now():%Y%m%d%H%M%S}", fact="warned"))


def _post(post_id: int) -> tuple[Post, Topic, User]:
    post = db.session.get_one(Post, post_id)
    return post, db.session.get_one(Topic, post.topic_id), db.session.get_one(User, post.author_id)


def _written(post_id: int) -> tuple[Post, Topic, User]:
    """The same, with who is told of what happens to it: the member behind a pseudonym."""
    post, topic, author = _post(post_id)
    return post, topic, db.session.get_one(User, person_behind(author.id))


def _forum(forum_id: int) -> Forum:
    return db.session.get_one(Forum, forum_id)


def _staff_of(topic: Topic, *, but: int) -> list[User]:
    """Who moderates the topic's forum and can be told, else the administrators; without the person whose act it was."""
    staff = [user for user in moderators(topic.forum_id) if user.active and not user.unclaimed] or administrators()
    return [user for user in staff if user.id != but]
