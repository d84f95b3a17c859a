"""What of penalty decisions is kept in the administration; each module registers its own."""

from . import letter_admin, tariff_admin  # noqa: F401
