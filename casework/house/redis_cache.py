"""Django's cache on Redis, with one client for the whole process."""

from functools import cache, cached_property

from django.core.cache.backends import redis
from redis import BlockingConnectionPool

_COUNT = "if redis.call('EXISTS', KEYS[1]) == 0 then return nil end return redis.call('INCRBY', KEYS[1], ARGV[1])"


class Client(redis.RedisCacheClient):
    """A client of redis-py for each pool, and not for each command: it holds no state of its own."""

    def __init__(self, *servers: str) -> None:
        # Beyond fifty at once a request waits for a connection, and is not refused.
        super().__init__(servers, pool_class=BlockingConnectionPool)
        self._client = cache(self._client)

    def incr(self, key: str, delta: int) -> int:
        """In one round trip; Django's asks first whether the key is there, and one that ended in between would count
        for ever."""
        counted = self.get_client(key, write=True).eval(_COUNT, 1, key, delta)
        if counted is None:
            raise ValueError(f"Key {key!r} not found.")
        return counted


_client_for = cache(Client)


class RedisCache(redis.RedisCache):
    """Django makes a cache for each thread, with connections of its own. Under ASGI every request is a thread of its
    own, so each would connect to Redis anew."""

    @cached_property
    def _cache(self) -> Client:
        return _client_for(*self._servers)

    def clear(self) -> bool:
        """Only what this installation keeps: others may share the Redis, and FLUSHDB would take theirs along."""
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=self.make_key("*"), count=1000):
            client.unlink(key)
        return True
