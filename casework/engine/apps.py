from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class EngineConfig(AppConfig):
    name = "casework.engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notifications import deliveries

        from . import describe, outside, reach

        post_migrate.connect(install_guards, sender=self)
        describe.register()
        outside.register()
        deliveries.on_delivered(reach.reached_by_delivery)


def install_guards(using: str, **kwargs: Any) -> None:
    """After every migration: the record's triggers and the search index, both idempotent."""
    from . import search, triggers

    triggers.install(using)
    search.install_search(connections[using])
