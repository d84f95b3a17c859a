#!/usr/bin/env python
"""Django's command line for casework."""

import os
import sys
from contextlib import suppress


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
    from casework.house.loading import loading

    with loading():
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        with suppress(ImproperlyConfigured):  # which the command says, or has no need of
            django.setup()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
