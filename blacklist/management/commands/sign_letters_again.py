"""Before a retired key leaves SECRET_KEY_FALLBACKS: manage.py sign_letters_again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blacklist.letters.signatures import sign_again


class Command(BaseCommand):
    help = "Sign the letters that went out under an older SECRET_KEY with the present one, so that the older can go."

    def handle(self, **options: Any) -> None:
        done, refused = 0, []
        for letter, proven in sign_again():
            done += proven
            if not proven:
                refused.append(letter.number)
        self.stdout.write(f"{done} letters signed again")
        if refused:
            raise CommandError(f"no key that is here proves these, so they were left alone: {', '.join(refused)}")
