"""What the code imports is locked for those who only install it."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPTIONAL = {"redis": "cluster", "psycopg": "cluster", "pyspark": "spark"}
ONLY_FOR_TESTS = {"conftest.py"}


def _imported() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in (ROOT / "src/pufa").rglob("*.py"):
        if "tests" in file.parts or file.name in ONLY_FOR_TESTS:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for name in names:
                found.setdefault(name.partition(".")[0], str(file.relative_to(ROOT)))
    return {name: file for name, file in found.items() if name not in sys.stdlib_module_names and name != "pufa"}


def test_every_import_is_locked():
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements/app.txt").read_text(), re.MULTILINE))
    owners = packages_distributions()
    missing = {
        name: file
        for name, file in _imported().items()
        if name not in OPTIONAL and not {owner.lower().replace("_", "-") for owner in owners.get(name, [])} & locked
    }
    assert len(_imported()) > 10
    assert missing == {}
