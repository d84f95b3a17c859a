from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "casework.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.urls import reverse

        from casework.engine.describe import SEAT_LINK, SEAT_READER, read_at
        from casework.engine.seats import sign_link

        read_at(SEAT_READER, lambda case: reverse("portal:case", args=[case.number]))
        read_at(SEAT_LINK, lambda case: reverse("portal:link", args=[sign_link(case.pk, case.contact.code_round)]))
