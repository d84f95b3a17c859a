from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Inspections")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework.engine.kinds import register

        from .plans.kind import PLAN
        from .tasks.kind import INSPECTION

        register(PLAN)
        register(INSPECTION)
