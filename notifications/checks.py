"""Memory that one process keeps to itself does not serve two; and mail needs a server."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

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


@register()
def check_mail(app_configs, **kwargs) -> list[Warning]:
    """notifications.W001: a server without a mail server tells nobody outside anything."""
    if settings.DEBUG or settings.MAIL_IS_SET_UP:
        return []
    hint = "Set EMAIL_URL (docs/configuration.md): until then every e-mail counts as failed, and says why."
    return [Warning("No mail server is set up: nobody outside is told anything.", hint, id="notifications.W001")]
