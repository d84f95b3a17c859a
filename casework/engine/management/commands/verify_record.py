"""manage.py verify_record: prove that nothing in the record was changed, left out or put in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.engine import record
from casework.engine.models import Case


class Command(BaseCommand):
    help = "Checks the hash chain and the words of every case's record (or of the numbers given)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("numbers", nargs="*", help="Case numbers; none: all cases.")

    def handle(self, *args: Any, numbers: list[str], **options: Any) -> None:
        cases = Case.objects.order_by("pk")
        if numbers:
            cases = cases.filter(number__in=numbers)
        count = cases.count()
        faults = record.verify(cases.iterator(chunk_size=500))
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the record of {count} cases")
        self.stdout.write(f"The record of {count} cases is whole.")
