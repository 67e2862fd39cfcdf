"""`pufa worker`: background tasks from the queue, and the timed jobs."""

import argparse
import logging
import signal
import threading

HELP = "run background tasks and timed jobs"
log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often to look."""
    parser.add_argument(
        "--interval", type=float, default=1.0, help="seconds between looks at the queue (default %(default)s)"
    )
    parser.add_argument(
        "--tick", type=float, default=5.0, help="seconds between looks at the clock (default %(default)s)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Works until a signal asks to stop; a second signal ends the task at hand."""
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    if not migrate.is_up_to_date():
        return migrate.say_what_to_do()
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    stop = threading.Event()
    clock = threading.Thread(target=_keep_time, args=(arguments.tick, stop), name="clock", daemon=True)
    worker = Worker(
        queue_names=["*"],
        interval=arguments.interval,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(24),
        excluded_queue_names=[],
    )
    signal.signal(signal.SIGINT, worker.shutdown)
    signal.signal(signal.SIGTERM, worker.shutdown)
    clock.start()
    try:
        worker.run()
    finally:
        stop.set()
        clock.join(timeout=5)
    return 0


def _keep_time(tick: float, stop: threading.Event) -> None:
    from django.db import Error, close_old_connections

    from pufa.beat import actions
    from pufa.lib import clock

    while not stop.wait(tick):
        try:
            actions.run_due(now=clock.now())
        except Error:
            log.exception("the clock could not reach the database; it tries again in %s s", tick)
        close_old_connections()
