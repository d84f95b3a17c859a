from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionsConfig(AppConfig):
    name = "casework.admissions"
    verbose_name = _("Admission of platforms and cinemas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework.engine import tick
        from casework.engine.kinds import register

        from .enrolments.kind import ENROLMENT
        from .enrolments.rows import end_with_campaigns

        register(ENROLMENT)
        tick.also("enrolments", end_with_campaigns)
