from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionsConfig(AppConfig):
    name = "casework.admissions"
    verbose_name = _("Admission of platforms and cinemas")
    default_auto_field = "django.db.models.BigAutoField"
