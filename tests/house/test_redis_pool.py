"""Requests are threads: none of them connects to Redis for itself."""

from threading import Thread

from django.core.cache.backends.redis import RedisCache

POOL = {"OPTIONS": {"pool_class": "casework.house.redis_pool.SharedPool"}}


def pool_of_a_thread(url: str) -> object:
    """The pool that the cache of a new thread would take its connection from; nothing is connected yet."""
    found = []
    thread = Thread(target=lambda: found.append(RedisCache(url, POOL)._cache.get_client(write=True).connection_pool))
    thread.start()
    thread.join()
    return found[0]


def test_every_thread_takes_its_connection_from_the_same_pool():
    assert pool_of_a_thread("redis://one:6379/0") is pool_of_a_thread("redis://one:6379/0")


def test_another_redis_has_a_pool_of_its_own():
    assert pool_of_a_thread("redis://one:6379/0") is not pool_of_a_thread("redis://two:6379/0")
