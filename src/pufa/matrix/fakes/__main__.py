"""Runs all sample platforms in one process: `python -m pufa.matrix.fakes --port 8100 --folder DIR`."""

import argparse
import sys
from pathlib import Path

from pufa.matrix import fakes

PORT = 8100


def main() -> None:
    """Serves until interrupted; says on the first line where, then which have a port of their own."""
    parser = argparse.ArgumentParser(prog="python -m pufa.matrix.fakes", description="Sample platforms on 127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on ({PORT}; 0 takes a free one)")
    parser.add_argument("--folder", type=Path, help="keeps posts there over restarts; without it in memory")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"which ones; all without: {' '.join(fakes.NAMES)}")
    chosen = parser.parse_args()
    with fakes.make(*chosen.kinds, folder=chosen.folder, port=chosen.port) as server:
        others = {name: one.base_url for name, one in server.platforms.items() if not one.base_url.startswith("http")}
        sys.stdout.write(
            "\n".join((server.base_url, *(f"{name} {address}" for name, address in others.items()))) + "\n"
        )
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
