"""`pufa serve`: the public site and the desk over HTTP."""

import argparse

HELP = "serve the public site and the desk over HTTP"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Serves until a signal asks to stop."""
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    if not migrate.is_up_to_date():
        return migrate.say_what_to_do()
    from pufa.edge import server

    return server.serve("pufa.config.rsgi:application", host=arguments.host, port=arguments.port)
