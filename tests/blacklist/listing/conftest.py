"""A day in the campaign, and nothing remembered of other tests' lists."""

import pytest
from django.core.cache import cache

from tests.blacklist.deciding import make_deciding_world
from tests.engine.world import at

NOW = at("2026-10-12 10:00")


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    # What Redis keeps grows old by its own clock, which no test can move.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def world():
    return make_deciding_world()


@pytest.fixture
def read(client):
    """A page in English."""
    client.cookies["django_language"] = "en"
    return lambda url, status=200: text_with(client.get(url), status)


def text_with(response, status: int) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:1500]
    return text
