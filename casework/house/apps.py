from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class HouseConfig(AppConfig):
    name = "casework.house"
    label = "house"
    default_auto_field = "django.db.models.BigAutoField"


class StaticFiles(StaticFilesConfig):
    """Django's own, without viewflow's pages' files: we use none of them, and its style sheet names fonts it lacks."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "viewflow"]
