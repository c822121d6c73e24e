"""The one settings file. What differs between machines comes from the environment (table in docs/operations.md)."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any

import structlog
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import validate

from chitech.beat import schedule
from chitech.env import celery_url, env, mailer

BASE_DIR = Path(__file__).resolve().parent.parent

# --- who we are -----------------------------------------------------------------------------------------------------

DEMO: bool = env.bool("CHITECH_DEMO", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
# Names what is deployed: pages kept for the version before are not shown after.
RELEASE: str = env.str("RELEASE", default="")
SECRET_KEY: str = env.str("SECRET_KEY")
# Keys of before: what they signed or encrypted can still be read.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL: str = env.str("SITE_URL", default="http://localhost:8000" if DEMO or DEBUG else "https://localhost").rstrip(
    "/"
)
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO or DEBUG else []
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies of ours stand before the portal; with 0 no forwarded header is believed.
TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", default=0)

# The employer and where it is, as search engines and feed readers are told. Another city changes its environment.
CITY_NAME: str = env.str("CITY_NAME", default="City of Chicago")
CITY_URL: str = env.str("CITY_URL", default="https://www.chicago.gov/")
CITY_LOCALITY: str = env.str("CITY_LOCALITY", default="Chicago")
CITY_REGION: str = env.str("CITY_REGION", default="IL")
# Sources of imported postings that are this city's own; of all others we do not say who the employer is.
OWN_SOURCES: list[str] = env.list("OWN_SOURCES", default=[])
CITY_COUNTRY: str = env.str("CITY_COUNTRY", default="US", validate=validate.Regexp("^[A-Z]{2}$"))
# The month in which the city's fiscal year begins; Chicago's begins in January.
FISCAL_YEAR_FIRST_MONTH: int = env.int("FISCAL_YEAR_FIRST_MONTH", default=1, validate=validate.Range(1, 12))

# --- applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "chitech.core.accounts",
    "chitech.core.signin",
    "chitech.core.audit",
    "chitech.core.search",
    "chitech.core.imports",
    "chitech.core.outbox",
    "chitech.core.design",
    "pathways",
    "jobs",
    "training",
    "chitech.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "chitech.core.accounts.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "chitech.core.audit.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before GZip: static files are compressed once, when they are gathered, and fonts never (they are packed already).
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are text, phones are slow. (Against BREACH: CSRF tokens are masked anew each time, and lengths are padded.)
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Deny by default: a page is public only where its view says so (tests walk the URLconf).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # A session that nobody used ends, and what was typed into its forms is kept for the same person.
    "chitech.core.signin.kept.KeptFormsMiddleware",
    "chitech.core.signin.sessions.IdleSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chitech.core.signin.second_step.SecondStepMiddleware",
    "chitech.core.audit.middleware.HistoryContextMiddleware",
    "chitech.core.accounts.middleware.AnswersMiddleware",
]

ROOT_URLCONF = "chitech.urls"
WSGI_APPLICATION = "chitech.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chitech.core.design.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "chitech.core.design.forms.UswdsRenderer"

# --- data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
DATABASES["default"].update(
    {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,  # the pool keeps connections; persistent ones beside it would leak
        "TEST": {"NAME": env.str("TEST_DATABASE_NAME", default="test_chitech")},
    }
)
_pool_size: int = env.int("DATABASE_POOL_SIZE", default=8)
_db_options: dict[str, Any] = DATABASES["default"].setdefault("OPTIONS", {})
if _pool_size:
    _db_options["pool"] = {"min_size": 1, "max_size": _pool_size, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL: str = env.str("REDIS_URL")
CACHES = {
    "default": {
        # Redis; the limits on signing in go on in this process while it is gone (docs/adr/0051).
        "BACKEND": "chitech.core.signin.limits.RedisCacheWithLimits",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "chitech",
        "TIMEOUT": 300,
    }
}

# --- people and sign-in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "chitech.core.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A password may be left out: a code by email or a passkey does as well.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "chitech.core.signin.extras.SignUpExtras"
ACCOUNT_FORMS = {
    "login": "chitech.core.signin.forms.SignInForm",
    "signup": "chitech.core.signin.forms.SignUpForm",
    "request_login_code": "chitech.core.signin.forms.AskForCodeForm",
    "reset_password": "chitech.core.signin.forms.ForgottenPasswordForm",
    "add_email": "chitech.core.signin.forms.NewAddressForm",
    "confirm_login_code": "chitech.core.signin.forms.SignInCodeForm",
    "confirm_email_verification_code": "chitech.core.signin.forms.EmailCodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Offered to new addresses alone, it would tell strangers which ones have an account.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds: mail is not always quick
ACCOUNT_CHANGE_EMAIL = True  # one address a person; a new one counts once its code was typed in
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever owns an account is told when its locks are changed
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# In place of allauth's own, which let a stranger who types somebody's address send 8,640 emails a day there. They count
# for every address alike, whether it has an account or not, and so tell nothing.
ACCOUNT_RATE_LIMITS = {
    "confirm_email": "1/10s/key,5/h/key,15/d/key",
    "request_login_code": "20/m/ip,3/m/key,20/h/key",
    "reset_password": "20/m/ip,5/m/key,10/h/key",
    "code_again": "3/m/user,10/h/user",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False  # a shared computer forgets when its browser is closed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition("://")[0]
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

MFA_ADAPTER = "chitech.core.signin.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "Chi Tech Talent"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a phone's clock may be off
MFA_FORMS = {
    "authenticate": "chitech.core.signin.forms.SecondStepForm",
    "reauthenticate": "chitech.core.signin.forms.SecondStepAgainForm",
    "activate_totp": "chitech.core.signin.forms.AppCodeForm",
    "add_webauthn": "chitech.core.signin.forms.NewPasskeyForm",
    "edit_webauthn": "chitech.core.signin.forms.PasskeyNameForm",
    "signup_webauthn": "chitech.core.signin.forms.FirstPasskeyForm",
}

# Nothing done for so long, and a person is asked to sign in again; what they typed is kept (docs/adr/0052).
SESSION_IDLE_MINUTES: int = env.int("SESSION_IDLE_MINUTES", default=60, validate=validate.Range(min=5))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
KEPT_FORM_HOURS = 8

# The city's own sign-on: any OpenID Connect provider. Without an issuer there is none (docs/adr/0051).
OIDC_ISSUER: str = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID: str = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET: str = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_SCOPES: list[str] = env.list("OIDC_SCOPES", default=["openid", "profile", "email"])
OIDC_CLAIM_EMPLOYEE_ID: str = env.str("OIDC_CLAIM_EMPLOYEE_ID", default="employee_id")
OIDC_CLAIM_DEPARTMENT: str = env.str("OIDC_CLAIM_DEPARTMENT", default="department")
OIDC_CLAIM_GROUPS: str = env.str("OIDC_CLAIM_GROUPS", default="groups")
# "group=role", "group=role@department" for the person's own department alone; "*" is everyone who comes this way.
OIDC_GROUP_ROLES: dict[str, str] = env.dict("OIDC_GROUP_ROLES", default={"*": "staff"})
# Domains whose addresses the provider vouches for, where it says nothing of `email_verified`.
OIDC_VERIFIED_DOMAINS: list[str] = env.list("OIDC_VERIFIED_DOMAINS", default=[])
# Values of `amr` that say that the provider asked for a second step itself.
OIDC_SECOND_STEP_AMR: list[str] = env.list("OIDC_SECOND_STEP_AMR", default=["mfa"])
SOCIALACCOUNT_ADAPTER = "chitech.core.signin.adapters.CityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address alone never opens somebody's account
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds

# --- history --------------------------------------------------------------------------------------------------------

PGHISTORY_APPEND_ONLY = True  # the database itself refuses to change or delete an event
PGHISTORY_ADMIN_ALL_EVENTS = False

# --- security -------------------------------------------------------------------------------------------------------

# Plain http is for localhost under the demo flag (and for development) alone.
_https: bool = not (DEMO or DEBUG)
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # a health probe speaks plain http inside the network
SECURE_HSTS_SECONDS: int = env.int("HSTS_SECONDS", default=31_536_000 if _https else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if _https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrf"
CSRF_FAILURE_VIEW = "chitech.core.signin.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # USWDS draws a few icons as data: images from its style sheet
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# A request line may have 256 KB, and every address of the job list answers: as many fields as such a line can hold.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 131_072

# --- words, time, files ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "America/Chicago"  # "closes on 27 November" means 11:59 pm here
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path = env.path("STATIC_ROOT", default=BASE_DIR / ".state" / "static")
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- mail -----------------------------------------------------------------------------------------------------------

MAILERS = {"default": mailer(env.str("EMAIL_URL", default="console://" if DEMO or DEBUG else "smtp://localhost:25"))}
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Chi Tech Talent <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What the mail provider reports bounces with: `name:password`, several with commas. Empty: its address does not exist.
ANYMAIL: dict[str, Any] = {
    "WEBHOOK_SECRET": env.list(
        "ANYMAIL_WEBHOOK_SECRET", default=[], validate=lambda pairs: all(":" in p and len(p) >= 20 for p in pairs)
    )
}
# Message-IDs end with the domain that mail comes from.
MESSAGE_ID_DOMAIN = parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
# How long a message belongs to the worker that took it: longer than a mail server may keep it waiting (a check compares
# the two), and as long as a message waits whose worker was killed.
OUTBOX_LEASE_SECONDS: float = env.float("OUTBOX_LEASE_SECONDS", default=120)
# The pause after the first temporary failure of a message; it doubles with each further one, up to an hour.
OUTBOX_RETRY_SECONDS: float = env.float("OUTBOX_RETRY_SECONDS", default=15)
# How often the clock looks for what no nudge has told a worker about.
OUTBOX_SWEEP_SECONDS: float = env.float("OUTBOX_SWEEP_SECONDS", default=5)

# --- background work ------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = celery_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A killed worker gives its task back within seconds, not after the visibility timeout. Time limits stay below that.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A page that wants something done in the background never waits for a broker that is gone.
    "socket_connect_timeout": 1,
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for as long as it takes
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = schedule(outbox_sweep_seconds=OUTBOX_SWEEP_SECONDS)

# --- logs -----------------------------------------------------------------------------------------------------------

LOG_FORMAT: str = env.str(
    "LOG_FORMAT", default="console" if DEBUG else "json", validate=lambda v: v in {"json", "console"}
)
_shared_processors: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared_processors,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer() if LOG_FORMAT == "json" else structlog.dev.ConsoleRenderer(),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
structlog.configure(
    processors=[*_shared_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
