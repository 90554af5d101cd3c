"""What is told of answers: to who asked, that somebody competent found one right; to who wrote it, that it was chosen.

Nobody is told of what they did themselves, nor of what was undone since.
"""

from forum import paths
from forum.accounts.models import User
from forum.db import db
from forum.notifications.inbox import About, tell
from forum.notifications.inbox import Kind as Notice
from forum.notifications.mailing import ask_for_mail
from forum.taxonomy.queries import moderators
from forum.topics.models import Kind, Post, Topic
from forum.topics.policy import may_see_post
from forum.topics.pseudonyms import person_behind, wrote


def asker_of_verified_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An answer was found right while the question has none: its asker may want to choose it."""
    post, topic = db.session.get_one(Post, post_id), db.session.get_one(Topic, topic_id)
    if post.verified_at is not None and topic.accepted_post_id is None and _somebody_else_answered(post, topic):
        _mail(topic.author_id, "answer_verified", post, topic, actor_id)


def asker_of_proposed_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An expert proposed an answer while the question has none. One found right as well was told of already."""
    post, topic = db.session.get_one(Post, post_id), db.session.get_one(Topic, topic_id)
    open_to_it = post.proposed_at is not None and topic.accepted_post_id is None and post.verified_at is None
    if open_to_it and _somebody_else_answered(post, topic):
        _mail(topic.author_id, "answer_proposed", post, topic, actor_id)


def author_of_accepted_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """A post was chosen as the answer: its author hears that it helped."""
    post, topic = db.session.get_one(Post, post_id), db.session.get_one(Topic, topic_id)
    if topic.accepted_post_id == post.id:
        _mail(post.author_id, "answer_accepted", post, topic, actor_id)


def notice_of_accepted_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An answer was chosen: its author is told."""
    _tell_author(Notice.ACCEPTED, post_id, actor_id, f"accepted:{post_id}")


def notice_of_verified_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An expert or staff found an answer right: its author is told."""
    _tell_author(Notice.VERIFIED, post_id, actor_id, f"verified:{post_id}:{actor_id}")


def notice_of_proposed_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An expert proposed an answer: who asked and who moderates may choose it, unless one is chosen by now."""
    post, topic = db.session.get(Post, post_id), db.session.get_one(Topic, topic_id)
    if post is None or post.proposed_at is None or post.topic_id != topic.id or topic.accepted_post_id is not None:
        return
    about = About(f"proposed:{post_id}:{actor_id}", f"topic:{topic.id}", actor_id, topic.id, post.id)
    tell([person_behind(topic.author_id), *(each.id for each in moderators(topic.forum_id))], Notice.PROPOSED, about)


def _somebody_else_answered(post: Post, topic: Topic) -> bool:
    """Whether who asked did not write the answer, under whatever name."""
    return person_behind(topic.author_id) != person_behind(post.author_id)


def _tell_author(kind: Notice, post_id: int, actor_id: int, event: str) -> None:
    post = db.session.get(Post, post_id)
    if post is not None:
        about = About(event, f"topic:{post.topic_id}", actor_id, post.topic_id, post.id)
        tell({person_behind(post.author_id)} - {person_behind(actor_id)}, kind, about)


def _mail(user_id: int, template: str, post: Post, topic: Topic, actor_id: int) -> None:
    user = db.session.get_one(User, person_behind(user_id))
    reachable = user.active and not user.erased and not user.unclaimed
    moved = post.topic_id != topic.id or topic.kind != Kind.QUESTION
    if wrote(user, actor_id) or moved or not reachable or not may_see_post(user, post, topic):
        return
    ask_for_mail(user, template, title=topic.title, post_path=paths.post(post.id), for_readers_of=topic.id)
