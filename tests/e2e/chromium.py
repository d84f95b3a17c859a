"""Debian's Chromium: its shell without a screen where that is installed, which asks a good part less of a machine."""

import os

PATHS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = next((path for path in PATHS if os.path.exists(path)), "")
MISSING = "Chromium is missing: apt-get install chromium-headless-shell fonts-noto-cjk"
