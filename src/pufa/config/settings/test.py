"""Tests: a throw-away home, fast password hashing, mail kept in memory, tasks run at once."""

import os
import tempfile
from pathlib import Path

_home = (
    Path(tempfile.gettempdir())
    / f"pufa-test-{os.getuid()}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getpid()}"
)
os.environ["PUFA_HOME"] = str(_home)

from pufa.config.settings.embedded import *  # noqa: E402, F403  (the home must be set first)

ALLOWED_HOSTS = ["*"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _home / "pufa.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
        },
        "TEST": {"NAME": _home / "test.sqlite3"},
    }
}
if os.environ.get("PUFA_TEST_DATABASE") == "postgresql":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": os.environ.get("PUFA_DB_USER", "postgres"),
            "HOST": "127.0.0.1",
            "PORT": 5432,
            "TEST": {"NAME": f"pufa_test_{os.getpid()}", "TEMPLATE": os.environ.get("PUFA_TEST_TEMPLATE")},
        }
    }
SENDING = {**SENDING, "threads": 1}  # other threads would not see what a test has not committed
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
TRACING_DELAY, TRACING_TIMEOUT = 0, 5
