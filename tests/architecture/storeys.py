"""The storeys as `pyproject.toml` declares them, for checks that import-linter cannot make."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def height_of() -> dict[str, int]:
    """Each app's storey: the larger, the higher."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"].startswith("Apps form layers"))
    names = [[name.strip(" ()") for name in layer.split("|")] for layer in layers]
    return {name: len(names) - position for position, row in enumerate(names) for name in row}
