"""What members are told of on the site besides new posts: their answer chosen or found right, their recognition,
what the moderators did with their words. Each has its letter elsewhere; here is only the notice."""

from forum import clock
from forum.db import db
from forum.notifications.inbox import About, Kind, tell
from forum.taxonomy.queries import moderators
from forum.topics.models import Post, Topic
from forum.topics.pseudonyms import person_behind


def author_of_accepted_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An answer was chosen."""
    _tell_author(Kind.ACCEPTED, post_id, actor_id, f"accepted:{post_id}")


def author_of_verified_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An expert or staff found an answer right."""
    _tell_author(Kind.VERIFIED, post_id, actor_id, f"verified:{post_id}:{actor_id}")


def choosers_of_proposed_answer(post_id: int, topic_id: int, actor_id: int) -> None:
    """An expert proposed an answer: who asked and who moderates may choose it, unless one is chosen by now."""
    post, topic = db.session.get(Post, post_id), db.session.get_one(Topic, topic_id)
    if post is None or post.proposed_at is None or post.topic_id != topic.id or topic.accepted_post_id is not None:
        return
    about = About(f"proposed:{post_id}:{actor_id}", f"topic:{topic.id}", actor_id, topic.id, post.id)
    tell([person_behind(topic.author_id), *(each.id for each in moderators(topic.forum_id))], Kind.PROPOSED, about)


def author_of_hidden_post(post_id: int, actor_id: int, reason: str, held: bool = False) -> None:
    """Staff hid a post: its author sees so on the site too. Who did it is not said."""
    post = db.session.get(Post, post_id)
    if post is not None and person_behind(post.author_id) != person_behind(actor_id):
        at = f"hidden:{post_id}:{clock.now():%Y%m%d%H%M%S}"
        tell([person_behind(post.author_id)], Kind.MODERATION, About(at, fact="hidden"))


def warned_member(user_id: int, actor_id: int, reason: str) -> None:
    """Staff warned somebody."""
    tell([user_id], Kind.MODERATION, About(f"warned:{clock.now():%Y%m%d%H%M%S}", fact="warned"))


def recognised_expert(user_id: int, actor_id: int, extended: bool = False) -> None:
    """Staff recognised an expert, or for longer."""
    fact = "extended" if extended else "accepted"
    tell([user_id], Kind.EXPERT, About(f"expert:{fact}:{clock.now():%Y%m%d%H%M%S}", fact=fact))


def refused_expert(user_id: int, actor_id: int) -> None:
    """Staff turned a request down."""
    tell([user_id], Kind.EXPERT, About(f"expert:refused:{clock.now():%Y%m%d%H%M%S}", fact="refused"))


def _tell_author(kind: Kind, post_id: int, actor_id: int, event: str) -> None:
    post = db.session.get(Post, post_id)
    if post is not None:
        about = About(event, f"topic:{post.topic_id}", actor_id, post.topic_id, post.id)
        tell({person_behind(post.author_id)} - {person_behind(actor_id)}, kind, about)
