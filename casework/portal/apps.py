from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "casework.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.urls import reverse

        from casework.engine.describe import SEAT_READER, read_at

        read_at(SEAT_READER, lambda case: reverse("portal:case", args=[case.number]))
