"""A day in the campaign, and nothing remembered of other tests' lists."""

import pytest
from django.core.cache import cache

from tests.engine.world import at
from tests.parties.factories import make_campaign

NOW = at("2026-06-01 10:00")


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    # What Redis keeps grows old by its own clock, which no test can move.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def campaign():
    return make_campaign()


@pytest.fixture
def read(client):
    """A page in English."""
    client.cookies["django_language"] = "en"
    return lambda url: client.get(url).content.decode()
