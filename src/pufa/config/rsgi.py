"""Builds the front with everything it serves: what `pufa serve` runs."""

from django.conf import settings
from django.contrib.staticfiles import finders

from pufa.config import wsgi
from pufa.edge import purge
from pufa.edge.bridge import Bridge
from pufa.edge.clients import Proxies
from pufa.edge.coherence import CoherentStore
from pufa.edge.files import MediaFiles, StaticFiles
from pufa.edge.front import Front, Service
from pufa.edge.relay import Relay
from pufa.edge.sites import Sites
from pufa.edge.store import PageStore
from pufa.reach.hits import known
from pufa.reach.hits.counter import HitCounter
from pufa.reach.hits.handlers import HitHandlers


def build_front() -> Front:
    """The front of this installation, ready for `edge.server.serve`."""
    log = purge.purge_log()
    store = CoherentStore(PageStore(settings.EDGE_STORE_BYTES), log)
    counter = HitCounter(settings.HITS_FOLDER, known=known.only_known)
    hits = HitHandlers(counter)
    return Front(
        store=store,
        bridge=Bridge(wsgi.application, body_limit=settings.UPLOAD_MAX_BYTES),
        static=StaticFiles(settings.STATIC_URL, settings.STATIC_ROOT, _find if settings.DEBUG else None),
        media=MediaFiles(settings.MEDIA_URL, settings.MEDIA_ROOT),
        proxies=Proxies.named(settings.TRUSTED_PROXIES),
        sites=Sites.named(settings.ALLOWED_HOSTS, settings.BASE_URL),
        routes={("POST", "/reach/hit"): hits.beacon, ("GET", "/reach/hit.gif"): hits.pixel},
        services=(counter, *_relays(store)),
    )


def _relays(store: CoherentStore) -> tuple[Service, ...]:
    address = getattr(settings, "EDGE_REDIS_URL", "")
    if not address:
        return ()
    return (Relay(address, store.log, on_lost=store.suspend, on_heard=store.resume),)


def _find(name: str) -> str | None:
    found = finders.find(name)
    return found if isinstance(found, str) else None


application = build_front()
