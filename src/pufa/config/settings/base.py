"""Settings every kind of installation shares. Each variable read here is listed in docs/settings.md."""

from datetime import timedelta
from pathlib import Path

from pufa.config.secrets import read_or_make
from pufa.lib import env

PACKAGE = Path(__file__).resolve().parents[2]
HOME = env.path("PUFA_HOME", default="var", help="Folder for database, media, page store, indexes and keys").resolve()
for folder in ("", "media", "static", "edge", "hits", "search", "tracing", "evidence"):
    (HOME / folder).mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("PUFA_DEBUG", default=False, help="Show error details in the browser; never on a public server")
SECRET_KEY = env.text(
    "PUFA_SECRET_KEY", default=None, help="Signs sessions and links; made at random in PUFA_HOME/secrets when not set"
) or read_or_make(HOME / "secrets" / "secret_key")
FIELD_KEYS = env.list_of(
    "PUFA_FIELD_KEYS",
    default=[],
    help="Keys that encrypt phone numbers and second-factor secrets, newest first; made at random when not set",
) or [read_or_make(HOME / "secrets" / "field_key", length=32)]
ALLOWED_HOSTS = env.list_of(
    "PUFA_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"], help="Host names the site answers to"
)
BASE_URL = env.text(
    "PUFA_BASE_URL", default="http://127.0.0.1:8000", help="The site's public address, for feeds, QR codes and mails"
)
SECURE = BASE_URL.startswith("https://")
TRUSTED_PROXIES = env.list_of(
    "PUFA_TRUSTED_PROXIES", default=[], help="Addresses of reverse proxies whose X-Forwarded headers are believed"
)

MATRIX_CONNECTORS = env.list_of(
    "PUFA_MATRIX_CONNECTORS",
    default="wechat weibo douyin bilibili mastodon webhook email copyready feed webpage".split(),
    help="Kinds of platform accounts can be connected to: folders of pufa.matrix.connectors, or dotted module names",
)

INSTALLED_APPS = [
    "pufa.insights",
    "pufa.portal",
    "pufa.tracing",
    "pufa.distribution",
    "pufa.editorial",
    "pufa.works",
    "pufa.events",
    "pufa.festivals",
    "pufa.lectures",
    "pufa.pledges",
    "pufa.statutes",
    "pufa.matrix",
    "pufa.materials",
    "pufa.review",
    "pufa.reach",
    "pufa.accounts",
    "pufa.audit",
    "pufa.beat",
    "pufa.edge",
    "pufa.ui",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "pufa.edge.middleware.PageStoreMiddleware",
    "pufa.config.open_answers.OpenAnswers",
    "django.middleware.security.SecurityMiddleware",
    "pufa.ui.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pufa.accounts.middleware.DeskSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pufa.ui.middleware.Refusals",
]
ROOT_URLCONF = "pufa.config.urls"
WSGI_APPLICATION = "pufa.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pufa.portal.context.site",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "pufa.accounts.passwords.ThreeKindsOfCharacters"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOCKOUT_TRIES = env.number("PUFA_LOCKOUT_TRIES", default=5, minimum=1, help="Wrong passwords before a name is locked")
LOCKOUT_MINUTES = env.number("PUFA_LOCKOUT_MINUTES", default=15, minimum=1, help="How long a locked name stays locked")
IDLE_MINUTES = env.number("PUFA_IDLE_MINUTES", default=30, minimum=1, help="Minutes without a click before sign-out")
SECOND_FACTOR = env.flag("PUFA_SECOND_FACTOR", default=True, help="Ask staff for a one-time code once they set it up")
SECOND_FACTOR_REQUIRED = env.flag(
    "PUFA_SECOND_FACTOR_REQUIRED", default=False, help="Staff must set up the second factor before anything else"
)

SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "pufa_desk", "pufa_form"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if SECURE else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if SECURE else []

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = USE_TZ = True
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
TIME_ZONE = env.text("PUFA_TIME_ZONE", default="Asia/Shanghai", help="Time zone of dates on screen and in reports")

STATIC_URL, STATIC_ROOT = "/static/", HOME / "static"
MEDIA_URL, MEDIA_ROOT = "/media/", HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o640

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

WAGTAIL_SITE_NAME = env.text("PUFA_SITE_NAME", default="普法工作台", help="Name shown in the desk's title bar")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_MODERATION_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILFRONTENDCACHE = {"edge": {"BACKEND": "pufa.edge.backend.PageStoreBackend"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "pufa.editorial.pictures.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "txt", "csv", "zip"]

EDGE_STORE_BYTES = (
    env.number("PUFA_EDGE_STORE_MB", default=64, minimum=1, help="Memory for ready-made public pages, in megabytes")
    * 1024
    * 1024
)
EDGE_FOLDER, HITS_FOLDER, SEARCH_FOLDER = HOME / "edge", HOME / "hits", HOME / "search"
EDGE_PRIVATE_PREFIXES = ("/desk/", "/api/")
LAWS_VECTOR_MODEL = "pufa.statutes.search.e5.E5"  # a class with the members of statutes.search.embedding.Model
LAWS_VECTOR_SECONDS = env.number(
    "PUFA_LAW_VECTOR_SECONDS",
    default=20,
    minimum=0,
    maximum=50,
    help="Seconds of each minute the worker spends on vectors of law articles until all have one; 0 for never",
)
ELDERS_PREFIX = "/elders"
EDGE_VARIANT_PREFIXES = ("/elders", "/elders-large", "/elders-black", "/elders-large-black")
API_FOLDER = HOME / "api"
API_PER_MINUTE = env.number(
    "PUFA_API_PER_MINUTE", default=240, minimum=1, help="Requests one reader may make of /api/ in a minute"
)
UPLOAD_MAX_BYTES = (
    env.number("PUFA_UPLOAD_MAX_MB", default=50, minimum=1, help="Largest upload, in megabytes") * 1024 * 1024
)
AUDIT_KEEP_DAYS = env.number(
    "PUFA_AUDIT_KEEP_DAYS", default=730, minimum=184, help="Days the audit trail is kept; the law asks for six months"
)
REVIEW = {
    "proof_passes": env.number("PUFA_REVIEW_PROOF_PASSES", default=3, minimum=3, help="Proof passes before 终审"),
    "proof_people": env.number("PUFA_REVIEW_PROOF_PEOPLE", default=2, minimum=1, help="People who share these passes"),
    "days": env.number("PUFA_REVIEW_DAYS", default=2, minimum=1, help="Working days per review stage"),
    "urgent_hours": env.number("PUFA_REVIEW_URGENT_HOURS", default=4, minimum=1, help="Hours per stage, urgent track"),
    "urgent_enabled": env.flag("PUFA_REVIEW_URGENT", default=True, help="Whether the urgent track exists"),
    "look_back_days": env.number("PUFA_REVIEW_LOOK_BACK_DAYS", default=30, minimum=1, help="Days until the look-back"),
}
MATRIX = {
    "filing_days": env.number("PUFA_MATRIX_FILING_DAYS", default=30, minimum=1, help="Days in which a unit files"),
    "decision_days": env.number(
        "PUFA_MATRIX_DECISION_DAYS", default=5, minimum=1, help="Working days in which the office decides a filing"
    ),
    "check_days": env.number("PUFA_MATRIX_CHECK_DAYS", default=365, minimum=30, help="Days between annual checks"),
    "jump_percent": env.number(
        "PUFA_MATRIX_JUMP_PERCENT", default=30, minimum=1, help="A change of followers in a day that is asked about"
    ),
    "calls_per_day": env.number(
        "PUFA_MATRIX_CALLS_PER_DAY", default=5000, minimum=1, help="Most calls a day to one platform for figures"
    ),
}
SENDING: dict[str, int] = {
    "threads": env.number("PUFA_SENDING_THREADS", default=4, minimum=1, help="Platforms called at once by a worker"),
    "tasks": env.number("PUFA_SENDING_TASKS", default=4, minimum=1, help="Senders waiting in the queue at most"),
    "seconds": env.number("PUFA_SENDING_SECONDS", default=8, minimum=1, help="Seconds a sender works before others"),
    "calls_per_second": env.number(
        "PUFA_SENDING_CALLS_PER_SECOND", default=20, minimum=1, help="Most calls a second to one kind of platform"
    ),
    "lease_seconds": env.number(
        "PUFA_SENDING_LEASE_SECONDS", default=300, minimum=30, help="Seconds until a sender that fell silent is dead"
    ),
    "tries": env.number("PUFA_SENDING_TRIES", default=8, minimum=1, help="Tries before a delivery is given up"),
}
FORWARDS: dict[str, int] = {
    "look_minutes": env.number(
        "PUFA_FORWARDS_LOOK_MINUTES", default=60, minimum=5, help="Minutes between looks for a forward, at first"
    ),
    "missing_after": env.number(
        "PUFA_FORWARDS_MISSING_AFTER", default=3, minimum=1, help="Looks past the due time before it is not found"
    ),
    "stop_days": env.number(
        "PUFA_FORWARDS_STOP_DAYS", default=14, minimum=1, help="Days after the due time in which it is looked for"
    ),
    "remind_hours": env.number(
        "PUFA_FORWARDS_REMIND_HOURS", default=24, minimum=1, help="Hours before the due time when units are reminded"
    ),
}
CARD_FONT = env.text("PUFA_CARD_FONT", default="", help="Font file for card pictures; empty: an installed one")
SUGGESTIONS = {
    "url": env.text(
        "PUFA_SUGGEST_URL", default="", help="OpenAI-compatible address that suggests renditions; empty: off"
    ),
    "model": env.text("PUFA_SUGGEST_MODEL", default="", help="Model asked for suggestions"),
    "key": env.text("PUFA_SUGGEST_KEY", default="", help="Key of that address; better as PUFA_SUGGEST_KEY_FILE"),
}
IMPORT_MAX_BYTES = (
    env.number("PUFA_IMPORT_MAX_MB", default=5, minimum=1, help="Largest page to import, in megabytes") * 1024 * 1024
)
TRACING_FOLDER, EVIDENCE_FOLDER = HOME / "tracing", HOME / "evidence"
TRACING_DELAY = env.number(
    "PUFA_TRACING_DELAY", default=2, minimum=0, help="Seconds between two requests to one site when tracing reprints"
)
TRACING_TIMEOUT = env.number("PUFA_TRACING_TIMEOUT", default=20, minimum=1, help="Seconds a traced page may take")
TRACING_CONTACT = env.text(
    "PUFA_TRACING_CONTACT", default="", help="Whom a traced site can write to; when empty, PUFA_BASE_URL is named"
)
TRACING_SOURCE_NAMES = env.list_of(
    "PUFA_TRACING_SOURCE_NAMES", default=[], help="More names under which a reprint may name us as its source"
)
TRACING_RECHECK_DAYS = env.number(
    "PUFA_TRACING_RECHECK_DAYS", default=7, minimum=1, help="Days until a copy is looked at again"
)
TRACING_LOST_AFTER = env.number(
    "PUFA_TRACING_LOST_AFTER", default=300, minimum=1, help="Seconds until a page in work goes to another worker"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    # Anybody can ask under wrong host names without end, and each would fill thirty lines.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
    "root": {
        "handlers": ["console"],
        "level": env.text("PUFA_LOG_LEVEL", default="WARNING", help="Least level logged"),
    },
}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("PUFA_EMAIL_HOST", default="localhost", help="Mail server for reminders and invitations")
EMAIL_PORT = env.number("PUFA_EMAIL_PORT", default=25, help="Its port")
DEFAULT_FROM_EMAIL = env.text("PUFA_EMAIL_FROM", default="pufa@localhost", help="Sender of the site's mails")
