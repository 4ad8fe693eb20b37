"""Every setting of Notflix, read from the environment or `.env`; `.env.example` documents each.

With `DEBUG=on` (what `make run` sets) a bare checkout needs nothing. Without it the site is in
production: a missing setting stops the start with its name and a hint.
"""

import hmac
import sys
from pathlib import Path

import django
import environ
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from apps.core.logs import without_keys
from netflixclone.mail import mail_settings, mailers
from netflixclone.providers import providers

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

TESTING = "pytest" in sys.modules
env = environ.Env()
environ.Env.read_env(BASE_DIR / (".env.test" if TESTING else ".env"))

DEBUG = env.bool("DEBUG", default=False)


def required(name: str, *, hint: str, default: str) -> str:
    """The value of `name`; `default` stands in while DEBUG is on, in production its absence stops the start."""
    value = env.str(name, default=default if DEBUG else "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint} (For development set DEBUG=on, as `make run` does.)")
    return value


# --- what production must say -------------------------------------------------------------------

SECRET_KEY = required(
    "SECRET_KEY",
    hint="Give it 50 or more random characters: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
    default="development-only-key-that-no-production-site-will-start-with",
)
ALLOWED_HOSTS = required(
    "ALLOWED_HOSTS",
    hint="Name the hosts that the site answers to, separated by commas: films.example.org",
    default="localhost,127.0.0.1,[::1],testserver",
).split(",")
_DATABASE_URL = required(
    "DATABASE_URL",
    hint="For example postgres://notflix:PASSWORD@localhost:5432/notflix or sqlite:////var/lib/notflix/db.sqlite3",
    default=f"sqlite:///{VAR_DIR / 'notflix.sqlite3'}",
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- TMDB, YouTube, pictures ----------------------------------------------------------------------

TMDB_API_TOKEN = env.str("TMDB_API_TOKEN", default="")
TMDB_API_KEY = env.str("TMDB_API_KEY", default="")
TMDB_API_URL = env.str("TMDB_API_URL", default="https://api.themoviedb.org/3").rstrip("/")
TMDB_IMAGE_URL = env.str("TMDB_IMAGE_URL", default="https://image.tmdb.org/t/p").rstrip("/")
TMDB_IMAGE_PROXY = env.bool("TMDB_IMAGE_PROXY", default=False)
TMDB_ENABLED = bool(TMDB_API_TOKEN or TMDB_API_KEY)
YOUTUBE_API_KEY = env.str("YOUTUBE_API_KEY", default="")
YOUTUBE_API_URL = env.str("YOUTUBE_API_URL", default="https://www.googleapis.com/youtube/v3").rstrip("/")
HOME_COUNTRY = env.str("HOME_COUNTRY", default="US")  # ISO 3166-1: certifications and where to watch

# --- applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "apps.accounts",  # before Django's own app of accounts: its createsuperuser knows confirmed addresses
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django_structlog",
    "django_prometheus",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.openid_connect",
    "apps.core",
    "apps.catalog",
    "apps.diary",
    "apps.groups",
    "apps.moviebucket",
    "apps.notifications",
    "apps.statistics",
    "apps.streaming",
    "apps.transfers",
    "apps.watchlists",
    "netflixclone",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.accounts.middleware.NeverKeptMiddleware",
    "apps.accounts.middleware.ProfileMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "apps.accounts.middleware.LeaveByPageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "apps.accounts.middleware.AppsMiddleware",
    "apps.core.late.LatePartsMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = env.str("ROOT_URLCONF", default="netflixclone.urls")
WSGI_APPLICATION = "netflixclone.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django.templatetags.static", "apps.core.templatetags.core"],
        },
    },
]

FORM_RENDERER = "apps.core.forms.FormRenderer"

# --- database, cache, tasks -----------------------------------------------------------------------

DATABASES = {"default": env.db_url_config(_DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command=(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
        ),
    )
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # To compile a query takes PostgreSQL a tenth of a second, to start workers for one a hundredth; each of a page's is
    # done sooner.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c max_parallel_workers_per_gather=0"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}")}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "video"]}}

# --- people and safety ----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Who may make an account: anybody ("open"), who has an invitation, or only whom an administrator adds ("closed").
SIGNUP = env.str("SIGNUP", default="open" if DEBUG else "closed")
if SIGNUP not in ("open", "invitation", "closed"):
    raise ImproperlyConfigured(f"SIGNUP is {SIGNUP!r}. Write open, invitation or closed.")
INVITATIONS_BY_MEMBERS = env.bool("INVITATIONS_BY_MEMBERS", default=False)
# Between asking for the end of an account and its end, in which it can be kept.
ACCOUNT_REMOVAL_DAYS = env.int("ACCOUNT_REMOVAL_DAYS", default=14)
# Outside DEBUG nobody gets into the administration without a second factor.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEBUG)
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "apps.accounts.forms.LoginForm",
    "signup": "apps.accounts.forms.SignupForm",
    "add_email": "apps.accounts.forms.AddEmailForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Notflix: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
SOCIALACCOUNT_ADAPTER = "apps.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "apps.accounts.forms.SocialSignupForm"}
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds
SOCIALACCOUNT_PROVIDERS = providers(
    google=(env.str("GOOGLE_CLIENT_ID", default=""), env.str("GOOGLE_CLIENT_SECRET", default="")),
    github=(env.str("GITHUB_CLIENT_ID", default=""), env.str("GITHUB_CLIENT_SECRET", default="")),
    openid_connect=(env.str("OIDC_CLIENT_ID", default=""), env.str("OIDC_CLIENT_SECRET", default="")),
    server_url=env.str("OIDC_SERVER_URL", default=""),
    name=env.str("OIDC_NAME", default="Single sign-on"),
)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Notflix"
MFA_FORMS = {"add_webauthn": "apps.accounts.forms.AddPasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Log-in of apps, below /_allauth/: browsers have the pages.
HEADLESS_CLIENTS = ["app"]
HEADLESS_TOKEN_STRATEGY = "apps.accounts.tokens.jwt.SignedTokens"
HEADLESS_JWT_ALGORITHM = "HS256"
JWT_SIGNING_KEY = env.str("JWT_SIGNING_KEY", default="")
_jwt_secret = JWT_SIGNING_KEY or SECRET_KEY
HEADLESS_JWT_PRIVATE_KEY = hmac.digest(_jwt_secret.encode(), b"notflix signed tokens", "sha256").hex()
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True  # the end of a log-in is the end of its tokens
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = env.int("JWT_ACCESS_SECONDS", default=300)
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = env.int("JWT_REFRESH_SECONDS", default=1_209_600)  # as long as a session
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG and env.bool("HTTPS", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

_image_origin = "/".join(TMDB_IMAGE_URL.split("/", 3)[:3])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"] + ([] if TMDB_IMAGE_PROXY else [_image_origin]),
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Who may read /metrics: a bearer of the token, and requests straight from these addresses or networks.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_ALLOWED_ADDRESSES = env.list("METRICS_ALLOWED_ADDRESSES", default=["127.0.0.1", "::1"] if DEBUG else [])

# What a signed-in person can do with a film where it stands as a card: functions of the request and the film that give
# markup. The catalogue draws the card and knows none of the apps above it.
CARD_ACTIONS = ["apps.watchlists.buttons.on_card", "apps.diary.marks.on_card"]
# The same where it stands as a row of a list.
ROW_ACTIONS = ["apps.streaming.marks.on_row", "apps.moviebucket.marks.on_row", "apps.diary.marks.on_row"]
# What lists of films may be narrowed down by, beside what the catalogue knows of a film.
FILM_NARROWINGS = ["apps.diary.seen.SEEN", "apps.moviebucket.owned.OWNED", "apps.streaming.here.STREAMABLE"]
# What has to be done beside when people leave a group: context managers around that, of the members who go and of who
# does it. Groups know nothing of what is shared with them.
GROUP_PARTINGS = ["apps.moviebucket.actions.grouping.parting"]
# Whether items have the first three formats alone (VHS, DVD, Streaming), or those too that administrators add.
STRICT_FORMATS = env.bool("STRICT_FORMATS", default=False)

# --- words, time, files ---------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "apps.core.bundles.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
BUNDLE_DIR = VAR_DIR / "bundles"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# An import: of the file as it comes, and of what is packed in it.
IMPORT_MOST_BYTES = env.int("IMPORT_MOST_BYTES", default=25_000_000)
IMPORT_MOST_UNPACKED_BYTES = env.int("IMPORT_MOST_UNPACKED_BYTES", default=200_000_000)
# Videos. Where ffmpeg is (ffprobe stands beside it), if not the system's or the one that comes along.
FFMPEG_PATH = env.str("FFMPEG_PATH", default="")
# A video as it comes by the form, and all that one member keeps, with what is made of it.
VIDEO_MOST_BYTES = env.int("VIDEO_MOST_BYTES", default=512 * 1024**2)
VIDEO_QUOTA_BYTES = env.int("VIDEO_QUOTA_BYTES", default=20 * 1024**3)
VIDEO_MOST_SECONDS = env.int("VIDEO_MOST_SECONDS", default=21_600)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"Notflix <notflix@{ALLOWED_HOSTS[0].lstrip('.')}>"
)
_mail = mail_settings(env.str("EMAIL_URL", default="consolemail://"))
if django.VERSION < (6, 1):
    vars().update(_mail)
else:
    MAILERS = mailers(_mail)
    ANYMAIL = _mail.get("ANYMAIL", {})

# --- API ------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.authentication.Bearer",
        "apps.accounts.authentication.Session",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "apps.core.pagination.NumberedPages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer", "apps.core.renderers.PageRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.parsers.LimitedJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_RATE_VISITOR", default="120/min"),
        "user": env.str("API_RATE_MEMBER", default="600/min"),
        "wrong_token": env.str("API_RATE_WRONG_TOKENS", default="30/min"),  # from one address
    },
    # Whose address a throttle counts: never what a client writes into X-Forwarded-For by itself.
    "NUM_PROXIES": 1 if SECURE_PROXY_SSL_HEADER else 0,
    "EXCEPTION_HANDLER": "apps.core.problems.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
_api_description = """The API of the film site that a household, a film club or a campus runs for itself.

Scripts use a personal access token from [your account](/accounts/tokens/):
`curl -H "Authorization: Bearer $TOKEN" https://films.example.org/api/users/me`

Apps sign people in: `POST /_allauth/app/v1/auth/login` with `{"email": ..., "password": ...}` answers
`meta.access_token` (five minutes) and `meta.refresh_token` (once); `POST /_allauth/app/v1/tokens/refresh` gives the
next pair. With a second factor on the first answer is a 401 and the code goes to
`POST /_allauth/app/v1/auth/2fa/authenticate`.

`X-Profile: 2` says who of the household is watching. `docs/api.md` of the project has all of it with curl."""
SPECTACULAR_SETTINGS = {
    "TITLE": "Notflix",
    "DESCRIPTION": _api_description,
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "displayRequestDuration": True, "docExpansion": "list"},
    "SCHEMA_PATH_PREFIX": "/api/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "BucketRole": "apps.moviebucket.models.Role",
        "BucketRoleOrOwner": "apps.moviebucket.api.serializers.ROLES",
        "BucketVisibility": "apps.moviebucket.models.Bucket.Visibility",
        "ExportState": "apps.transfers.models.Export.State",
        "GroupRole": "apps.groups.models.Role",
        "ImportRowState": "apps.transfers.models.ImportRow.State",
        "ImportState": "apps.transfers.models.Import.State",
        "InvitationState": "apps.accounts.api.invitations.STATES",
        "MovieSource": "apps.catalog.models.Movie.Source",
        "WatchlistVisibility": "apps.watchlists.models.Watchlist.Visibility",
    },
    "PREPROCESSING_HOOKS": ["netflixclone.api_schema.without_slashes"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "netflixclone.api_schema.with_problems",
    ],
}

# --- logs -----------------------------------------------------------------------------------------

DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
_renderer = structlog.dev.ConsoleRenderer() if DEBUG else structlog.processors.JSONRenderer()
_shared_processors = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    without_keys,
]
structlog.configure(
    processors=[*_shared_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": _renderer,
            "foreign_pre_chain": _shared_processors,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "loggers": {
        "django.server": {"level": "ERROR", "propagate": False},  # django_structlog says the same, with more
        "django.utils.autoreload": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}

# --- tests ----------------------------------------------------------------------------------------

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A view that asks the database once for each row of a list fails its test.
    INSTALLED_APPS += ["zeal"]
    MIDDLEWARE += ["zeal.middleware.zeal_middleware"]
    ZEAL_RAISE = True
    WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # nothing is collected before tests
