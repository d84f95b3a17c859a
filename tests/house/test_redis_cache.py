"""Requests are threads: none of them connects to Redis for itself."""

from threading import Thread

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
