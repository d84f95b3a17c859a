from django.core.management.base import BaseCommand, CommandError

from casework.house import templates_lint


class Command(BaseCommand):
    help = "Fails unless every template compiles and keeps to the content security policy."

    def handle(self, **options) -> None:
        if found := list(templates_lint.faults()):
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(templates_lint.template_names())} templates compile")
