"""Fills an empty database with invented people and complaints, dated back from today."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from casework.demo import loading


class Command(BaseCommand):
    help = "Loads the demo into an empty database: example organisations, people with one known password, complaints."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where anything is there already")
        parser.add_argument(
            "--i-know", action="store_true", help="load it although DEBUG is off: everybody knows the demo's password"
        )

    def handle(self, *, if_empty: bool, i_know: bool, **options) -> None:
        if not settings.DEBUG and not i_know:
            raise CommandError(
                "The demo's password is known to everybody, and DEBUG is off here. Add --i-know to load it."
            )
        if not loading.is_empty():
            if not if_empty:
                raise CommandError("The demo goes into an empty database only, and this one is not.")
            self.stdout.write("The demo was not loaded: the database is not empty.")
            call_command("demo_signins", stdout=self.stdout)
            return
        self.stdout.write("Loading the demo; it takes about twenty seconds, please let it finish.")
        self.stdout.flush()
        cases = loading.load()
        self.stdout.write(f"The demo is loaded: {cases} complaints.")
        call_command("demo_signins", stdout=self.stdout)
