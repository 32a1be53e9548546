"""One settings file; what differs between places comes from the environment (see .env.example)."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from saikne.config.env import env, env_bool, env_choice, env_folder, env_int, env_list, env_secret
from saikne.config.logs import logging_settings

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent
IN_CHECKOUT = (CHECKOUT / "pyproject.toml").exists()
STATE = env_folder("SAIKNE_DATA", default=CHECKOUT / "var" if IN_CHECKOUT else None)

DEBUG = env_bool("DEBUG", default=IN_CHECKOUT)
SECRET_KEY = env("SECRET_KEY", "only-for-a-checkout-with-debug") if DEBUG else env_secret("SECRET_KEY")
# Drafts hold what somebody is still typing: their key is not in the database.
DRAFT_KEY = env("DRAFT_KEY", SECRET_KEY) if DEBUG else env_secret("DRAFT_KEY")
if DRAFT_KEY == SECRET_KEY and not DEBUG:
    raise ImproperlyConfigured("DRAFT_KEY and SECRET_KEY must differ: one may be changed without the other.")
# What a document says is on the disk; its key is neither there nor in the database.
DOCUMENT_KEY = env("DOCUMENT_KEY", SECRET_KEY) if DEBUG else env_secret("DOCUMENT_KEY")
if DOCUMENT_KEY in {SECRET_KEY, DRAFT_KEY} and not DEBUG:
    raise ImproperlyConfigured(
        "DOCUMENT_KEY must differ from SECRET_KEY and DRAFT_KEY: documents are kept for decades."
    )
# Secrets of two-step sign-in lie sealed in the database; their key does not.
SIGN_IN_KEY = env("SIGN_IN_KEY", SECRET_KEY) if DEBUG else env_secret("SIGN_IN_KEY")
if SIGN_IN_KEY in {SECRET_KEY, DRAFT_KEY} and not DEBUG:
    raise ImproperlyConfigured("SIGN_IN_KEY must differ from SECRET_KEY and DRAFT_KEY: it outlives both.")
THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default=",".join(THIS_MACHINE))
if DEBUG and (others := [host for host in ALLOWED_HOSTS if host not in THIS_MACHINE]):
    raise ImproperlyConfigured(f"With DEBUG on, ALLOWED_HOSTS may name this machine only, not {', '.join(others)}.")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)

INSTALLED_APPS = [
    "saikne.web",
    "saikne.cases",
    "saikne.people",
    "saikne.privacy",
    "saikne.organisation",
    "saikne.methodology",
    "saikne.accounts",
    "saikne.ui",
    "saikne.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_structlog",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "saikne.ui.middleware.SizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "saikne.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "saikne.ui.middleware.NoStoreMiddleware",
    "saikne.privacy.uploads.UploadMiddleware",
    "saikne.privacy.middleware.ShownMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "saikne.ui.templatetags.saikne",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "saikne.ui.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "saikne.ui.renderer.SaikneRenderer"
ROOT_URLCONF = "saikne.web.urls"
WSGI_APPLICATION = "saikne.config.wsgi.application"

SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 30,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
try:
    DATABASES: dict[str, Any] = {
        "default": dj_database_url.parse(
            env("DATABASE_URL", f"sqlite:///{STATE / 'saikne.sqlite3'}"), conn_max_age=60, conn_health_checks=True
        )
    }
except ValueError:
    DATABASES = {"default": {"ENGINE": ""}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
elif not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured(
        "DATABASE_URL must be postgres://user:password@host:5432/name or sqlite:////path/to/file; "
        "signs like @ and / inside a password are written as %40 and %2F."
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["saikne.accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "saikne.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # else all who sign in would share the address of the proxy
MFA_ADAPTER = "saikne.accounts.adapter.SealedAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
CSRF_FAILURE_VIEW = "saikne.ui.errors.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A file of a document: how large, how many dots as a picture; and how much comes at once in one form.
DOCUMENT_MAX_BYTES = env_int("DOCUMENT_MAX_MB", default=25) * 1024 * 1024
DOCUMENT_MAX_PIXELS = env_int("DOCUMENT_MAX_MEGAPIXELS", default=64) * 1_000_000
DOCUMENT_REQUEST_BYTES = 4 * DOCUMENT_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
# How many rows of a list leave at once: in a file, and on paper.
EXPORT_ROWS = env_int("EXPORT_ROWS", default=10_000)
PRINT_ROWS = env_int("PRINT_ROWS", default=1_000)

LANGUAGE_CODE = "lv"
LANGUAGES = [("lv", "Latviešu"), ("en", "English")]
LANGUAGE_COOKIE_HTTPONLY = True
FORMAT_MODULE_PATH = ["saikne.ui.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Riga"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # else the file server warns in a checkout, where nothing is collected
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = STATE / "documents"

# Failed sign-ins and codes used up are counted here: by all worker processes together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if DEBUG
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": STATE / "cache"}
}

EMAIL_BACKEND = env("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "saikne@localhost")
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = logging_settings(
    level=env_choice("LOG_LEVEL", default="INFO", among=("DEBUG", "INFO", "WARNING", "ERROR")), with_values=DEBUG
)

# The head of the audit chain is also kept here, outside the database: only that finds a cut-off tail.
AUDIT_HEADS = Path(env("AUDIT_HEADS", str(STATE / "audit-heads.txt")))
BREAK_GLASS_HOURS = env_int("BREAK_GLASS_HOURS", default=4)
