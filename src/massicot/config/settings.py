"""Django's settings, from the environment only, each with a working default (contract.md §2)."""

from typing import cast

import environ
from django.utils.functional import SimpleLazyObject

from massicot.config import environment

HOME, DATABASE, _misplaced = environment.places()
MASSICOT_TRUSTED_PROXIES, _unread = environment.proxies()
MASSICOT_FAULT = _misplaced or _unread
_env = environ.Env()

SECRET_KEY = cast("str", SimpleLazyObject(lambda: environment.secret_key(HOME)))
DEBUG = False
ALLOWED_HOSTS = _env.list("MASSICOT_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
MASSICOT_BASE_URL = _env.str("MASSICOT_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
MASSICOT_ANONYMITY_KEY_FILE = _env.str("MASSICOT_ANONYMITY_KEY_FILE", default=str(HOME / "anonymity.key"))
MASSICOT_EMAIL_URL = _env.str("MASSICOT_EMAIL_URL", default="")
MASSICOT_EMAIL_FROM = _env.str("MASSICOT_EMAIL_FROM", default=environment.sender_of(MASSICOT_BASE_URL))
MASSICOT_SAVES_PER_S = _env.float("MASSICOT_SAVES_PER_S", default=4.0)  # of one browser; 0 bounds nothing
CSRF_TRUSTED_ORIGINS = [MASSICOT_BASE_URL] if MASSICOT_BASE_URL.startswith("https://") else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MASSICOT_BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "massicot.config.open_sessions.OpenSessionsConfig",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials",
    "massicot.audit",
    "massicot.jobs",
    "massicot.post",
    "massicot.deposits",
    "massicot.accounts",
    "massicot.exams",
    "massicot.persons",
    "massicot.markers",
    "massicot.custody",
    "massicot.scripts",
    "massicot.consignments",
    "massicot.batches",
    "massicot.setasides",
    "massicot.marks",
    "massicot.shelves",
    "massicot.missions",
    "massicot.absences",
    "massicot.expenses",
    "massicot.presence",
    "massicot.replacements",
    "massicot.candidates",
    "massicot.roomreports",
    "massicot.anonymity",
    "massicot.results",
    "massicot.web.shared",
    "massicot.web.office",
    "massicot.web.examcentre",
    "massicot.web.markingcentre",
    "massicot.web.marker",
    "massicot.web.school",
    "massicot.web.inspector",
    "massicot.web.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "massicot.web.shared.middleware.content_security_policy",
    "massicot.web.shared.visits.keep_no_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "massicot.web.shared.door.keep_the_door",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "massicot.web.shared.visits.IdleVisits",
    "massicot.web.shared.asked.say_who_may_send",
    "massicot.web.shared.middleware.lead_out_of_acts",
    "massicot.web.shared.middleware.SentencesForRefusals",
]

DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["massicot.web.shared.cores.Argon2OnHalf"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "massicot.web.shared.guessing.NotGuessedFirst"},
]
CSRF_FAILURE_VIEW = "massicot.web.shared.errors.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "shared:home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
SESSION_ENGINE = "massicot.web.shared.browser_sessions"
SESSION_COOKIE_NAME = "massicot_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# In the browser, not in the table of sessions: a page that is read writes nothing.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_REFERRER_POLICY = "same-origin"

# Signing in (decision 0005): by e-mail, no account but those that the office opens, no e-mail changed by its holder.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "massicot.web.shared.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "massicot.accounts.queries.links.LetterTokens"  # noqa: S105 - a name
MFA_ADAPTER = "massicot.web.shared.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Massicot"
MFA_TOTP_TOLERANCE = 1  # telephones are a few seconds fast or slow, and a code takes time to type
SOCIALACCOUNT_ADAPTER = "massicot.web.shared.adapters.IdentityAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may only be sent to this site: its policy would stop the way out
MASSICOT_OIDC_ID = environment.PROVIDER_ID
MASSICOT_OIDC_NAME, SOCIALACCOUNT_PROVIDERS = environment.provider(_env)

# Tries are counted together by all processes and machines. One address may be a whole academy behind its gateway.
CACHES = {
    "default": {
        "BACKEND": "massicot.web.shared.counters.Counters",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_RATE_LIMITS = {
    # What may be sent there is bound by the turns of `config/server`, alike for all: this would refuse a whole academy.
    "login": "",
    # A key is somebody's account and whoever tries it: a device that signed in there before, or else an address.
    "login_failed": "120/m/ip,5/5m/key",
    "login_failed_by_known_device": "5/5m/key",
    "login_failed_by_strangers": "60/5m/key",
    "reset_password": "60/m/ip,3/h/key",
    "reset_password_from_key": "60/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "massicot.web.shared.context.surroundings",
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
FORMAT_MODULE_PATH = "massicot.config.formats"
FORM_RENDERER = "massicot.web.shared.rendering.WholeInputs"
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# A table that somebody sends holds names: it stays in memory until it is sealed, and is never laid down in clear.
FILE_UPLOAD_HANDLERS = ["massicot.web.shared.uploads.HeldUploads"]

# A log line never holds an instant of a save, a name or a number: only faults of the program are logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
