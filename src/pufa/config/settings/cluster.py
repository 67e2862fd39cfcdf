"""Several machines: PostgreSQL holds the data, Redis the cache and the purge messages."""

from pufa.config.settings.base import *  # noqa: F403  (a settings module is a flat list of names)
from pufa.lib import env

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env.text("PUFA_DB_NAME", default="pufa", help="PostgreSQL database"),
        "USER": env.text("PUFA_DB_USER", default="pufa", help="PostgreSQL user"),
        "PASSWORD": env.text("PUFA_DB_PASSWORD", default="", help="Its password; better as PUFA_DB_PASSWORD_FILE"),
        "HOST": env.text("PUFA_DB_HOST", default="127.0.0.1", help="PostgreSQL server"),
        "PORT": env.number("PUFA_DB_PORT", default=5432, help="Its port"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
REDIS_URL = env.text("PUFA_REDIS_URL", default="redis://127.0.0.1:6379/0", help="Redis server for cache and purges")
_REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
CACHES = {"default": _REDIS, "limits": _REDIS}
EDGE_REDIS_URL = REDIS_URL
