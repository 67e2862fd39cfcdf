"""Runs every benchmark: `python -m benchmarks [seconds per measurement]`."""

from benchmarks import front, hits


def main() -> None:
    """One after the other."""
    front.main()
    hits.main()


if __name__ == "__main__":
    main()
