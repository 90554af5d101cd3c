"""`check` sees a score that its votes do not bear out, and its repair counts anew; votes are in one's own download."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.checking import Finding, counts, repair
from forum.db import db
from forum.topics.models import Post
from forum.votes import privacy
from tests.factories import Factory
from tests.votes.test_actions import cast, standing


def test_a_wrong_score_is_found_and_mended(factory: Factory) -> None:
    post_id = factory.first_post(factory.topic(factory.forum(), factory.user()))
    cast(factory, factory.user(), post_id)
    assert factory.read(lambda: list(counts.scores())) == []
    factory.write(lambda: db.session.execute(sa.update(Post).where(Post.id == post_id).values(score=7)))
    found = factory.read(lambda: list(counts.scores()))
    assert found == [Finding("post", post_id, "score is 7, should be 1")]
    factory.read(repair)
    assert standing(factory, post_id) == (1, 1)


def test_votes_are_in_one_s_download(factory: Factory) -> None:
    post_id = factory.first_post(factory.topic(factory.forum(), factory.user()))
    member, other = factory.user(), factory.user()
    cast(factory, member, post_id)

    def held(user_id: int) -> dict[str, object]:
        return factory.read(lambda: privacy.export(db.session.get_one(User, user_id)))[0]

    useful = held(member)["useful"]
    assert isinstance(useful, list)
    assert [vote["post"] for vote in useful] == [post_id]
    assert held(other) == {}
