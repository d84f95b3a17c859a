"""Settings, read from the environment and then from casework.env in CASEWORK_VAR (docs/configuration.md).

With DEBUG off nothing insecure is a default: what has no safe default must be said, or the process does not start.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
VAR_DIR = Path(env.str("CASEWORK_VAR", str(BASE_DIR / "var")))
environ.Env.read_env(VAR_DIR / "casework.env")

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. `make run` and `make test` generate one into var/casework.env.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not DEBUG and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must list the host names people type, as DEBUG is off.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address people type, for links in letters and QR codes.
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
# How many web processes serve this installation; more than one needs Redis (checked).
WEB_PROCESSES = env.int("WEB_PROCESSES", 1)

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "casework.house.apps.StaticFiles",
    "channels",
    "csp",
    "django_htmx",
    "django_ratelimit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "viewflow",
    "viewflow.workflow",
    "casework.ui",
    "casework.parties",
    "notifications",
    "casework.engine",
    "casework.vouchers",
    "casework.admissions",
    "blacklist",
    "inspections",
    "complaints",
    "casework.desk",
    "casework.portal",
    "casework.demo",
    "casework.house",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "casework.ui.entrance.CleanText",
    "casework.ui.headers.what_pages_may_use",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "casework.ui.going_on.signs_in_and_goes_on",
    "inspections.phone.whose.forgets_who_left",
]

ROOT_URLCONF = "casework.urls"
ASGI_APPLICATION = "casework.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casework.desk.rail.everywhere",
            ]
        },
    }
]

# --- data -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'casework.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        # Take the write lock at BEGIN: two people at once wait for each other instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        # What was erased is gone from the file too, not only from the tables.
        "PRAGMA secure_delete=ON;",
    }
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    # Under ASGI every request is a thread of its own, so CONN_MAX_AGE would keep nothing: pool instead.
    _database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", 10), "timeout": 10}}
    # A connection that a restart of the database cut is replaced before a request gets it.
    _database["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preloading promises something about a whole domain: its owner's to promise, not ours
    "django_ratelimit.W001",  # the check knows older Redis backends only; Django's own counts atomically too
]
REDIS_URL = env.str("REDIS_URL", "")
# Keeps installations apart that share one Redis: a database number does not separate its published messages.
REDIS_PREFIX = env.str("REDIS_PREFIX", "casework")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "casework.house.redis_cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": REDIS_PREFIX,
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # One process shares its memory with itself; notifications.checks refuses this set-up beyond one process.
    SILENCED_SYSTEM_CHECKS.append("django_ratelimit.E003")

# --- files ------------------------------------------------------------------------------------------------------------
MEDIA_ROOT = VAR_DIR / "files"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
# Files under way; here and not in /tmp, so that what a killed process leaves is swept (engine.attachments.workbench).
WORK_DIR = FILE_UPLOAD_TEMP_DIR = VAR_DIR.resolve() / "under-way"
WORK_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# --- people -----------------------------------------------------------------------------------------------------------
SESSION_ENGINE = "casework.house.sessions"
AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "casework.parties.accounts.ClosedAccountAdapter"
ACCOUNT_FORMS = {"login": "casework.parties.sign_in.SignInForm"}
# Wrong passwords: of one account from one address (the adapter's key). Sign-ins as such: only a machine reaches this.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/h/key", "login": "300/m/ip"}

# --- e-mail -----------------------------------------------------------------------------------------------------------
# With DEBUG mails become files beside the database; a server has to be told its mail server (checked).
EMAIL_URL = env.str("EMAIL_URL", f"filemail:///{VAR_DIR.resolve() / 'mails'}" if DEBUG else "")
MAIL_IS_SET_UP = bool(EMAIL_URL)
# Everybody's smtps: is TLS from the first byte; django-environ's is not.
_mail = environ.Env.email_url_config(EMAIL_URL.replace("smtps:", "smtp+ssl:", 1) or "dummymail:")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
if EMAIL_URL.startswith("filemail:"):
    EMAIL_BACKEND = "casework.house.mailbox.EmailBackend"
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
# Seconds for each step of talking to the mail server: the clocks wait for it.
EMAIL_TIMEOUT = 8
# Webhooks go to public https servers only; while somebody develops, also to http on this very machine.
WEBHOOKS_TO_LOCALHOST = env.bool("WEBHOOKS_TO_LOCALHOST", DEBUG)
EMAIL_USE_LOCALTIME = True
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"noreply@{urlsplit(PUBLIC_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# From which hour until which mail that is not urgent goes out, on working days.
MAIL_HOURS = tuple(int(hour) for hour in env.str("MAIL_HOURS", "9-18").split("-"))
if len(MAIL_HOURS) != 2 or not 0 <= MAIL_HOURS[0] < MAIL_HOURS[1] <= 24:
    raise ImproperlyConfigured("MAIL_HOURS must be two hours of a day, as in 9-18.")

# --- words and time ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- what browsers are told -------------------------------------------------------------------------------------------
# Sites that may show the public lists in a frame of theirs.
EMBED_SITES = env.list("EMBED_SITES", default=[])
if strange := [site for site in EMBED_SITES if not re.fullmatch(r"https?://[\w.*-]+(:\d+)?", site)]:
    raise ImproperlyConfigured(f"EMBED_SITES must be addresses such as https://www.example.org: {', '.join(strange)}")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        # The one page that plays a video allows it for itself.
        "media-src": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "casework.ui.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.bool("HTTPS", not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
# No script reads the token from the cookie; pages carry it.
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # No neighbouring host name can set these for us, and they never go out unencrypted.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_HSTS_SECONDS = 3600 * 24 * 30 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
if HTTPS:
    # The server listens on 127.0.0.1 behind a proxy that sets this header itself (deploy/nginx.conf).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SITE_NAME = _("Xiang Guanying complaints")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would say everything twice.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}
