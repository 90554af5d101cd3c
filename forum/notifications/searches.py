"""Who is told that a search they keep has found a new post."""

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.notifications.inbox import About, Kind, tell
from forum.notifications.replies import MAIL_AFTER
from forum.savedsearches.models import Alert, SavedSearch
from forum.topics.models import Level, Post, State, Topic
from forum.topics.policy import may_see_post
from forum.topics.watching import level_of


def keeper_of_search(search_id: int, post_id: int) -> None:
    """A kept search found a post. Whoever was told of that post already, for whatever reason, is not told again."""
    search, post = db.session.get(SavedSearch, search_id), db.session.get(Post, post_id)
    if search is None or post is None or search.paused or search.alert == Alert.NONE:
        return
    user, topic = db.session.get_one(User, search.user_id), db.session.get_one(Topic, post.topic_id)
    # security: rights are asked now, not when it was found; the list and the mail ask again
    shown = post.state == State.VISIBLE and topic.state == State.VISIBLE and may_see_post(user, post, topic)
    if not user.active or not shown or level_of(user, "topic", str(topic.id)) == Level.MUTED:
        return
    kind = Kind.SEARCH if search.alert == Alert.MAIL else Kind.SEARCH_SITE
    about = About(f"post:{post.id}", f"topic:{topic.id}", post.author_id, topic.id, post.id, search.name)
    if tell([user.id], kind, about, mail_after=MAIL_AFTER):
        search.matched_at = clock.now()
