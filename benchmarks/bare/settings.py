"""The product's settings with other addresses: whatever differs in time is what our own code does."""

from casework.settings import *  # noqa: F403
from casework.settings import MIDDLEWARE

ROOT_URLCONF = "benchmarks.bare.urls"
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("casework.")]
