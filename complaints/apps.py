from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from inspections.services import measure_complaints_by

        from .counts import complaints_about
        from .kind import register_kind

        register_kind()
        measure_complaints_by(complaints_about)
