"""One machine: SQLite in WAL mode, no other server."""

from pufa.config.settings.base import *  # noqa: F403  (a settings module is a flat list of names)
from pufa.config.settings.base import HOME

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "pufa.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
        },
    }
}
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _MEMORY},
    # Apart, so that many readers do not push each other's counts out.
    "limits": {"BACKEND": _MEMORY, "LOCATION": "limits", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
