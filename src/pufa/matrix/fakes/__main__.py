"""Runs all sample platforms in one process: `python -m pufa.matrix.fakes --port 8100 --folder DIR`."""

import argparse
import sys
from pathlib import Path

from pufa.matrix import fakes

PORT = 8100


def main() -> None:
    """Serves until interrupted; says on the first line where."""
    parser = argparse.ArgumentParser(prog="python -m pufa.matrix.fakes", description="Sample platforms on 127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on ({PORT}; 0 takes a free one)")
    parser.add_argument("--folder", type=Path, help="keeps posts there over restarts; without it in memory")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"which ones; all without: {' '.join(fakes.NAMES)}")
    chosen = parser.parse_args()
    with fakes.make(*chosen.kinds, folder=chosen.folder, port=chosen.port) as server:
        sys.stdout.write(f"{server.base_url}\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
