"""Writing in private, for every test here."""

import pytest

from tests.factories import Factory
from tests.messages.writing import Writing


@pytest.fixture
def writing(factory: Factory) -> Writing:
    return Writing(factory)


@pytest.fixture
def three(factory: Factory) -> tuple[int, int, int]:
    """Alice, Bruno, Chloé."""
    return factory.user("alice"), factory.user("bruno"), factory.user("chloe")
