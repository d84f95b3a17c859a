from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionsConfig(AppConfig):
    name = "casework.admissions"
    verbose_name = _("Admission of platforms and cinemas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework.engine import tick
        from casework.engine.kinds import register

        from .applications.amending_rows import look_at_coverage
        from .applications.kind import APPLICATION
        from .applications.rows import expire_all
        from .enrolments.kind import ENROLMENT
        from .enrolments.rows import end_with_campaigns
        from .list_field import sweep

        register(APPLICATION)
        register(ENROLMENT)
        tick.also("qualifications", expire_all)
        tick.also("coverage", look_at_coverage)
        tick.also("lists of cinemas that nothing rests on", sweep)
        tick.also("enrolments", end_with_campaigns)
