"""Check the draws of a plan: manage.py verify_draw NUMBER."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.engine.numbers import read_number
from inspections.models import Plan
from inspections.verify import faults


class Command(BaseCommand):
    help = "Make every draw of a plan again and compare it with what is stored and with the record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="number of the plan")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(number=read_number(options["number"])).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['number']}.")
        made = [draw for draw in plan.draw_list if draw.result is not None]
        if not made:
            raise CommandError(f"{plan.number}: nothing was drawn yet.")
        wrong = [f"draw {draw.number}: {fault}" for draw in made for fault in faults(plan, draw)]
        if wrong:
            raise CommandError("\n".join(wrong))
        for draw in made:
            said = f"{plan.number}, draw {draw.number}: {len(draw.result)} of {len(draw.snapshot['units'])} drawn; it"
            self.stdout.write(f"{said} is what comes of it{', and was made void' if draw.voided_at else ''}")
