from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look: components, dates in words, error pages. Knows nothing about cases."""

    name = "casework.ui"
    label = "ui"
