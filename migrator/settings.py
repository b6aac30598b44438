"""Settings of the project; every one that people change is an environment variable (see README)."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from migrator.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR / ".env")
VAR_DIR = env.folder("VAR_DIR", default=BASE_DIR / "var")


def _generated_secret() -> str:
    """Return the key kept in ``var/secret_key``, made on the first start and readable by the owner only."""
    path = VAR_DIR / "secret_key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    try:
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"VAR_DIR: {path} cannot be read ({error.strerror}); give it to the user that runs the tool"
        ) from None


SECRET_KEY = env.text("SECRET_KEY") or _generated_secret()
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES", default=[])
HTTPS_ONLY = env.flag("HTTPS_ONLY")

# The two stores, and their files.
SOURCE_DATABASE_URL = env.text("SOURCE_DATABASE_URL")
TARGET_DATABASE_URL = env.text("TARGET_DATABASE_URL")
SOURCE_IMAGE_URL = env.text("SOURCE_IMAGE_URL")
TARGET_IMAGE_URL = env.text("TARGET_IMAGE_URL")
SOURCE_STORAGE_URL = env.text("SOURCE_STORAGE_URL")
TARGET_STORAGE_URL = env.text("TARGET_STORAGE_URL")

INSTALLED_APPS = [
    "unfold",
    # The admin's pages are loaded with the URLs, so that a command does without them.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "migrator",
    "django_q",  # after the migrator, whose qcluster comes before its own
    "api",
    "opencart_proxy",
]

MIDDLEWARE = [
    "opencart_proxy.views.StoreApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "migrator.admin.policy.ContentSecurityPolicyMiddleware",
    "api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "migrator.urls"
WSGI_APPLICATION = "migrator.wsgi.application"
ASGI_APPLICATION = "migrator.asgi.application"

TEMPLATE_DIRS = [str(BASE_DIR / "migrator" / "templates")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": TEMPLATE_DIRS,
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"migrator_pages": "migrator.admin.templatefilters"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The tool's own state.
DATABASES = {"default": env.database("DATABASE_URL", default=VAR_DIR / "migrator.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        timeout=30,
        transaction_mode="IMMEDIATE",
        # Few pages and few prepared statements are kept: a large shop leaves more checksums than a small one, in lists
        # of more lengths, and reads none of them again.
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-200;",
        cached_statements=16,
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.queue("REDIS_URL")
REDIS_CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
CACHES = {
    "default": REDIS_CACHE if REDIS_URL else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # The same for every process: Redis counts in one step, and so does SharedCache.
    "shared": REDIS_CACHE if REDIS_URL else {"BACKEND": "api.cache.SharedCache"},
}
RATELIMIT_USE_CACHE = "shared"

# Background runs (docs/background.md). django-q2 only wakes the engine: who works at what, and what becomes of a worker
# that died, is settled by migrator.tasks, so a task that is delivered twice or lost does no harm.
TURN_SECONDS = env.seconds("TURN_SECONDS", default=60.0)
Q_CLUSTER = {
    "name": "migrator",
    "workers": env.count("WORKERS", default=2),
    "timeout": 6 * 3600,  # a turn ends by itself; this is for a connection that hangs for ever
    "retry": 7 * 3600,
    "max_attempts": 1,
    "ack_failures": True,
    "recycle": 50,
    "save_limit": 100,
    "catch_up": False,
    "label": "Background tasks",
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default", "poll": 0.5}),
}

WEBHOOK_ALLOW_PRIVATE = env.flag("WEBHOOK_ALLOW_PRIVATE")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "api.schema.ApiSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.SessionAuthentication",
        "api.authentication.BasicAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.OperationPermission"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.RequestThrottle"],
    # In a form, a box that is not ticked cannot be told from one that is not there; only the login takes forms.
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "EXCEPTION_HANDLER": "api.handler.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "OpenCart Migrator",
    "DESCRIPTION": "Move a shop from OpenCart 3 to OpenCart 4, and prove that every cell arrived.",
    "VERSION": "1.0.0",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["opencart_proxy.schema.add_store_api"],
}

UNFOLD = {
    "SITE_TITLE": "OpenCart Migrator",
    "SITE_HEADER": "OpenCart Migrator",
    "SITE_SUBHEADER": "OpenCart 3 to OpenCart 4",
    "SITE_SYMBOL": "swap_horiz",
    "SITE_URL": None,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "migrator.admin.views.board.dashboard",
    "SIDEBAR": {"navigation": "migrator.admin.navigation.sidebar"},
}

# Lines of JSON on standard error; the tool's own log is in the database as well (migrator.logs).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "migrator.jsonlog.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {
        "migrator": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A server that is gone is reported once, by the run, in a sentence.
        "sqlalchemy.pool": {"level": "CRITICAL"},
    },
}
