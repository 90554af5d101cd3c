"""What is told of answers: to who asked, that somebody competent found one right; to who wrote it, that it was chosen.

Nobody is told of what they did themselves, nor of what was undone since.
"""

from forum import paths
from forum.accounts.models import User
from forum.db import db
from forum.notifications.mailing import ask_for_mail
from forum.topics.models import Kind, Post, Topic
from forum.topics.policy import may_see_post
from forum.topics.pseudonyms import person_behind, wrote


def asker_of_verified_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An answer was found right while the question has none: its asker may want to choose it."""
    post, topic = db.session.get_one(Post, post_id), db.session.get_one(Topic, topic_id)
    others = person_behind(topic.author_id) != person_behind(post.author_id)
    if post.verified_at is not None and topic.accepted_post_id is None and others:
        _tell(topic.author_id, "answer_verified", post, topic, actor_id)


def asker_of_proposed_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An expert proposed an answer while the question has none. One found right as well was told of already."""
    post, topic = db.session.get_one(Post, post_id), db.session.get_one(Topic, topic_id)
    open_to_it = post.proposed_at is not None and topic.accepted_post_id is None and post.verified_at is None
    if open_to_it and topic.author_id != post.author_id:
        _tell(topic.author_id, "answer_proposed", post, topic, actor_id)


def author_of_accepted_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """A post was chosen as the answer: its author hears that it helped."""
    post, topic = db.session.get_one(Post, post_id), db.session.get_one(Topic, topic_id)
    if topic.accepted_post_id == post.id:
        _tell(post.author_id, "answer_accepted", post, topic, actor_id)


def _tell(user_id: int, template: str, post: Post, topic: Topic, actor_id: int) -> None:
    user = db.session.get_one(User, person_behind(user_id))
    reachable = user.active and not user.erased and not (user.seeded and user.password is None)
    moved = post.topic_id != topic.id or topic.kind != Kind.QUESTION
    if wrote(user, actor_id) or moved or not reachable or not may_see_post(user, post, topic):
        return
    ask_for_mail(user, template, title=topic.title, post_path=paths.post(post.id), for_readers_of=topic.id)
