"""Django's settings, from the environment only, each with a working default (contract.md §2)."""

import environ

from massicot.config import environment

HOME = environment.home()
_env = environ.Env()

SECRET_KEY = environment.secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = _env.list("MASSICOT_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
MASSICOT_BASE_URL = _env.str("MASSICOT_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
MASSICOT_ANONYMITY_KEY_FILE = _env.str("MASSICOT_ANONYMITY_KEY_FILE", default=str(HOME / "anonymity.key"))
CSRF_TRUSTED_ORIGINS = [MASSICOT_BASE_URL] if MASSICOT_BASE_URL.startswith("https://") else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MASSICOT_BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "massicot.audit",
    "massicot.accounts",
    "massicot.exams",
    "massicot.markers",
    "massicot.custody",
    "massicot.scripts",
    "massicot.consignments",
    "massicot.batches",
    "massicot.marks",
    "massicot.candidates",
    "massicot.anonymity",
    "massicot.results",
    "massicot.web.shared",
    "massicot.web.office",
    "massicot.web.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "massicot.web.shared.middleware.content_security_policy",
    "massicot.web.shared.middleware.SentencesForRefusals",
]

_DURABLE_SQLITE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
_database = _env.db_url("MASSICOT_DATABASE_URL", default=f"sqlite:///{HOME / 'massicot.sqlite3'}")
if _database["ENGINE"].endswith("sqlite3"):
    _database["ENGINE"] = "massicot.store.sqlite"
    _database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": _DURABLE_SQLITE, "timeout": 20}
else:
    _database["ENGINE"] = "massicot.store.postgresql"
DATABASES = {"default": {**_database, "CONN_MAX_AGE": None}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
CSRF_FAILURE_VIEW = "massicot.web.shared.errors.csrf_failure"
LOGIN_URL = "shared:sign_in"
LOGIN_REDIRECT_URL = "shared:home"
LOGOUT_REDIRECT_URL = "shared:sign_in"
SESSION_COOKIE_NAME = "massicot_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]
ROOT_URLCONF = "massicot.config.urls"
WSGI_APPLICATION = "massicot.config.wsgi.application"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "massicot_language"
LOCALE_PATHS = [str(environment.PACKAGE / "locale")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# A log line never holds an instant of a save, a name or a number: only faults of the program are logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
