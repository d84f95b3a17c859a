"""manage.py verify_files: prove that every file of every case is there, and is the one that was handed in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.engine.attachments import audit
from casework.engine.models import Attachment


class Command(BaseCommand):
    help = "Reads every file of every case and compares it with what its row says."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in audit.faults():
            found += 1
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{found} faults among the files")
        count = Attachment.objects.filter(case__isnull=False).count()
        self.stdout.write(f"The {count} files of cases are those that were handed in.")
