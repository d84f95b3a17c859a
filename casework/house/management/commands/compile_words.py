from django.core.management.base import BaseCommand

from casework.house import words


class Command(BaseCommand):
    help = "Compiles the translations; needs no gettext."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *, verbosity: int, **options) -> None:
        for path in words.compile_catalogs():
            if verbosity:
                self.stdout.write(f"compiled {path.relative_to(words.ROOT)}")
