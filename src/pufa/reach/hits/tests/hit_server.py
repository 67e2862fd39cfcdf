"""A front with nothing but the hit counter, run as a real server process: `hit_server.py FOLDER PORT`."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings


def configure(folder):
    """The test settings with a database and folders of this server's own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pufa.config.settings.test"
    settings.EDGE_FOLDER = folder / "edge"
    names = "insights portal tracing distribution editorial review events festivals lectures pledges works materials"
    above = {f"pufa.{name}" for name in names.split()}
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app not in above]
    settings.DATABASES["default"]["NAME"] = folder / "hits.sqlite3"
    settings.DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    django.setup()


def make_tables():
    """Create the two tables without migrations, unless they are there."""
    from django.db import connection

    from pufa.reach.models.hits import HitLogMark, HourlyHits

    known = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for model in (HitLogMark, HourlyHits):
            if model._meta.db_table not in known:
                editor.create_model(model)


def main():
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    configure(folder)
    make_tables()
    from pufa.edge.bridge import Bridge
    from pufa.edge.coherence import CoherentStore
    from pufa.edge.files import MediaFiles, StaticFiles
    from pufa.edge.front import Front
    from pufa.edge.purgelog import PurgeLog
    from pufa.edge.server import serve
    from pufa.edge.store import PageStore
    from pufa.reach.hits.counter import HitCounter
    from pufa.reach.hits.handlers import HitHandlers

    def nothing(environ, start_response):
        start_response("404 Not Found", [])
        return [b""]

    counter = HitCounter(folder / "hits")
    hits = HitHandlers(counter)
    front = Front(
        store=CoherentStore(PageStore(1_000_000), PurgeLog(folder / "edge")),
        bridge=Bridge(nothing),
        static=StaticFiles("/static/", folder),
        media=MediaFiles("/media/", folder),
        routes={("POST", "/reach/hit"): hits.beacon, ("GET", "/reach/hit.gif"): hits.pixel},
        services=(counter,),
    )
    serve(front, port=port, on_ready=lambda: print("ready", flush=True))


if __name__ == "__main__":
    main()
