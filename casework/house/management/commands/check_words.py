import os

from django.core.management.base import BaseCommand, CommandError

from casework.house import words

SHOWN = 50


class Command(BaseCommand):
    help = "Fails unless every message of the code has its Chinese, with the same placeholders, and no more."

    def handle(self, **options) -> None:
        try:
            found = words.extract()
        except words.NoGettext as reason:
            if os.environ.get("CI"):
                raise CommandError(str(reason)) from None
            self.stderr.write(f"not checked. {reason}")
            return
        if faults := words.problems(found, words.committed()):
            summary = f"{len(faults)} faults in {words.CATALOG}: `manage.py update_words` gathers what is missing"
            raise CommandError("\n".join([*faults[:SHOWN], summary]))
        self.stdout.write(f"{len(found)} messages, all in Chinese")
