"""The command line `pufa`. Exit codes: 0 done, 1 it could not be done or found a fault, 2 wrong arguments."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

import pufa

COMMANDS: Final = {
    "demo": "demo",
    "init": "init",
    "serve": "serve",
    "worker": "worker",
    "migrate": "migrate",
    "import-page": "import_page",
    "figures": "figures",
    "audit": "audit",
    "search": "search",
    "laws": "laws",
    "trace": "trace",
    "doctor": "doctor",
}
EPILOG: Final = "Settings come from the environment; see docs/settings.md. 'pufa COMMAND --help' tells more."


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser of all commands, or of `only` one so that nothing else is loaded."""
    top = argparse.ArgumentParser(prog="pufa", description=pufa.__doc__, epilog=EPILOG)
    top.add_argument("--version", action="version", version=f"pufa {pufa.__version__}")
    subparsers = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name in COMMANDS.items():
        if only in (None, name):
            module = importlib.import_module(f"pufa.config.commands.{module_name}")
            sub = subparsers.add_parser(name, help=module.HELP, description=module.HELP)
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    return top


def start_django() -> None:
    """Loads settings and apps; for the commands that need the database.

    Wrong settings, and a home that cannot be used, end the program with a sentence that names the variable.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pufa.config.settings.embedded")
    import django

    from pufa.lib.env import EnvError

    try:
        django.setup()
    except EnvError as error:
        raise SystemExit(f"pufa: {error}") from error
    except OSError as error:
        raise SystemExit(f"pufa: PUFA_HOME: {error}") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    only = words[0] if words and words[0] in COMMANDS else None
    parsed = parser(only).parse_args(words)
    try:
        code: int = parsed.run(parsed)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
