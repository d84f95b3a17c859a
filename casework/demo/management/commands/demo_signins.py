"""Who can sign in to the demo, for the start of `make run`."""

from django.core.management.base import BaseCommand

from casework.demo.loading import followed_case, is_loaded
from casework.demo.people import PASSWORD, SIGN_INS


class Command(BaseCommand):
    help = "Prints the demo's sign-ins and a complaint to follow; nothing where the demo is not loaded."

    def handle(self, **options) -> None:
        if is_loaded():
            self.stdout.write("\n".join(["", *sign_in_lines(), "", *followed_lines(), ""]))


def sign_in_lines() -> list[str]:
    """The table: user name, name, what it is for in both languages. One password for all."""
    lines = [f"演示登录 Demo sign-ins    密码 password: {PASSWORD}", ""]
    for row in SIGN_INS:
        # A Chinese name of three characters is six columns wide.
        lines += [f"  {row.username:<12}{row.name}  {row.chinese}", f"{'':22}{row.english}"]
    return lines


def followed_lines() -> list[str]:
    found = followed_case()
    if found is None:
        return []
    number, code = found
    return [
        f"查询一件投诉（不用登录）：编号 {number}，查询码 {code}",
        f"Follow a complaint (no sign-in): number {number}, access code {code}",
    ]
