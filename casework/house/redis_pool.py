"""One pool of connections to Redis for the whole process, for the cache."""

from functools import cache
from typing import Self

from redis import BlockingConnectionPool


class SharedPool(BlockingConnectionPool):
    """The same pool for the same address, whoever asks for it.

    Django has a cache of its own for each thread, and each cache a pool. Under ASGI every request is a thread of its
    own, so each would connect to Redis anew. Beyond fifty at once a request waits for a connection, and is not refused.
    """

    @classmethod
    @cache
    def from_url(cls, url: str, **options: object) -> Self:
        return super().from_url(url, **options)
