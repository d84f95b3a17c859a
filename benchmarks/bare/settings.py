"""The product's settings with other addresses: whatever differs in time is what our own code does."""

from casework.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare.urls"
