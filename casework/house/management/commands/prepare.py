"""Everything between new code and a running server."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    requires_system_checks: tuple[str, ...] = ()  # checks may speak, and would remember that the words were missing
    help = "Compiles the words, brings the database up to date, collects static files where DEBUG is off."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo if the database is empty")

    def handle(self, *, demo: bool, verbosity: int, **options) -> None:
        call_command("compile_words", verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if demo:
            call_command("load_demo", if_empty=True, stdout=self.stdout)
