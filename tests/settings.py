"""The product's settings, with the toy kinds beside the real ones."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "True")
# Parallel workers share one Redis; each hears and remembers only itself.
os.environ["REDIS_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getpid()}"

from casework.settings import *  # noqa: F403
from casework.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.toy"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="casework-test-files-")
# Of this worker alone: the clock of a test may be far ahead, and sweep what others are at.
WORK_DIR = FILE_UPLOAD_TEMP_DIR = Path(tempfile.mkdtemp(prefix="casework-test-under-way-"))
for _folder in (MEDIA_ROOT, WORK_DIR):
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
# Static files are looked up when asked for, not listed anew for every test client.
WHITENOISE_AUTOREFRESH = True
LOGGING = {}
RATELIMIT_ENABLE = False

_database = DATABASES["default"]
# Test databases are made and dropped by name, and race tests open a connection per thread: neither goes with a pool.
_database["OPTIONS"].pop("pool", None)
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
