"""Requests are threads: none of them connects to Redis for itself."""

from threading import Thread
from uuid import uuid4

import pytest
from django.conf import settings
from redis import Redis

from casework.house.redis_cache import RedisCache


def client_of_a_thread(url: str) -> Redis:
    """What the cache of a new thread would speak to Redis with; nothing is connected yet."""
    found = []
    thread = Thread(target=lambda: found.append(RedisCache(url, {})._cache.get_client(write=True)))
    thread.start()
    thread.join()
    return found[0]


def test_every_thread_takes_its_connection_from_the_same_pool():
    pools = {client_of_a_thread("redis://one:6379/0").connection_pool for _ in range(3)}
    assert len(pools) == 1


def test_another_redis_has_a_pool_of_its_own():
    assert client_of_a_thread("redis://one:6379/0") is not client_of_a_thread("redis://two:6379/0")


@pytest.fixture
def counter() -> RedisCache:
    if not settings.REDIS_URL:
        pytest.skip("Redis alone")
    return RedisCache(settings.REDIS_URL, {"KEY_PREFIX": f"test-{uuid4()}"})


def test_what_is_not_there_is_not_counted_so_that_nothing_counts_for_ever(counter):
    with pytest.raises(ValueError, match="not found"):
        counter.incr("tries")
    assert counter.get("tries") is None


def test_what_is_there_is_counted_and_ends_when_it_would(counter):
    counter.add("tries", 1, timeout=60)
    assert [counter.incr("tries"), counter.incr("tries", 5)] == [2, 7]
    assert 0 < counter._cache.get_client().ttl(counter.make_key("tries")) <= 60


def test_clearing_takes_nothing_of_another_installation_that_shares_the_redis(counter):
    other = RedisCache(settings.REDIS_URL, {"KEY_PREFIX": f"test-{uuid4()}"})
    for one in (counter, other):
        one.set("tries", 3, timeout=60)
    counter.clear()
    assert [counter.get("tries"), other.get("tries")] == [None, 3]
