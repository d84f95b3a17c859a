"""Memory that one process keeps to itself does not serve two."""

from django.conf import settings
from django.core.checks import Error, Tags, register

_IN_MEMORY_LAYER = "channels.layers.InMemoryChannelLayer"
_IN_MEMORY_CACHE = "django.core.cache.backends.locmem.LocMemCache"


@register(Tags.caches)
def check_shared_memory(app_configs, **kwargs) -> list[Error]:
    """notifications.E001, E002: more than one web process needs a channel layer and a cache that they share."""
    if settings.WEB_PROCESSES <= 1:
        return []
    hint = "Set REDIS_URL, or WEB_PROCESSES=1."
    found = []
    if settings.CHANNEL_LAYERS["default"]["BACKEND"] == _IN_MEMORY_LAYER:
        found.append(Error("The in-memory channel layer serves one web process only.", hint, id="notifications.E001"))
    if settings.CACHES["default"]["BACKEND"] == _IN_MEMORY_CACHE:
        found.append(Error("The local-memory cache serves one web process only.", hint, id="notifications.E002"))
    return found
