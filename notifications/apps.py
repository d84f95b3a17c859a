from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, sign_out, ways  # noqa: F401  (registers the checks)
        from .email import Email
        from .webhook import Webhook

        sign_out.connect()
        ways.register(Email())
        ways.register(Webhook())
