"""The addresses told to robots: always the same for the same public pages."""

import sqlalchemy as sa

from forum.db import db
from forum.taxonomy.models import Forum
from forum.topics.sitemap import public_addresses
from tests.factories import Factory


def test_forums_keep_their_order_when_one_of_them_is_written(factory: Factory) -> None:
    first = factory.forum("Contrats")
    factory.forum("Données")
    before = factory.read(lambda: public_addresses(1))
    factory.write(lambda: db.session.execute(sa.update(Forum).values(description="Autre").where(Forum.id == first)))
    assert factory.read(lambda: public_addresses(1)) == before == [("/f/contrats", None), ("/f/donnees", None)]
