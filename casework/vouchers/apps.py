from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VouchersConfig(AppConfig):
    name = "casework.vouchers"
    verbose_name = _("Vouchers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework.engine.triggers import append_only

        from .models import Transfer

        append_only(Transfer._meta.db_table)
