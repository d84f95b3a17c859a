"""Memory that one process keeps to itself does not serve two; and mail needs a server."""

import pytest

from notifications.checks import check_mail, check_shared_memory

IN_MEMORY = {
    "CHANNEL_LAYERS": {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
}
SHARED = {
    "CHANNEL_LAYERS": {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer"}},
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
}


def found(settings, processes: int, set_up: dict) -> list[str]:
    settings.WEB_PROCESSES = processes
    settings.CHANNEL_LAYERS, settings.CACHES = set_up["CHANNEL_LAYERS"], set_up["CACHES"]
    return [error.id for error in check_shared_memory(None)]


def test_one_process_may_keep_its_memory_to_itself(settings):
    assert found(settings, 1, IN_MEMORY) == []


def test_two_processes_need_a_shared_layer_and_cache(settings):
    assert found(settings, 2, IN_MEMORY) == ["notifications.E001", "notifications.E002"]
    assert found(settings, 2, SHARED) == []


@pytest.mark.parametrize(("debug", "set_up", "said"), [(False, False, 1), (False, True, 0), (True, False, 0)])
def test_a_server_without_a_mail_server_is_warned_of(settings, debug, set_up, said):
    settings.DEBUG, settings.MAIL_IS_SET_UP = debug, set_up
    assert [warning.id for warning in check_mail(None)] == ["notifications.W001"] * said
