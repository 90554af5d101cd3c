"""The world of the tests of moderation."""

import pytest

from tests.factories import Factory
from tests.moderation.world import World, make_world


@pytest.fixture
def world(factory: Factory) -> World:
    return make_world(factory)
