from django.apps import AppConfig


class VouchersConfig(AppConfig):
    name = "casework.vouchers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework.engine import tick
        from casework.engine.kinds import register
        from casework.engine.triggers import append_only

        from .balances.asking import ask_platforms
        from .balances.kind import BALANCE
        from .models import Account, Transfer
        from .requests.kind import EXTENSION
        from .requests.rows import count_again
        from .screenings.kind import SCREENING

        register(BALANCE)
        register(EXTENSION)
        register(SCREENING)
        tick.also("balances", ask_platforms)
        tick.also("last days", count_again)
        append_only(Account._meta.db_table)
        append_only(Transfer._meta.db_table)
