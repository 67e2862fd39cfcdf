"""Compiles the translations before the package is built, and on its own: `python hatch_build.py`."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    BuildHookInterface = object  # compiled alone, the build back end need not be there


def compile_messages(root: Path) -> list[Path]:
    """Writes a `.mo` beside every `.po` below `root` that is newer than it; gives the files written."""
    written = []
    for source in sorted(root.glob("src/pufa/**/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalog = read_po(stream, locale=source.parents[1].name, abort_invalid=True)
        draft = target.with_suffix(".tmp")
        with draft.open("wb") as stream:
            write_mo(stream, catalog)
        draft.replace(target)
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface):
    """Runs before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and take the compiled files along although git ignores them."""
        compile_messages(Path(self.root))
        build_data["artifacts"].append("src/pufa/**/*.mo")


if __name__ == "__main__":
    print(f"{len(compile_messages(Path(__file__).resolve().parent))} translation files compiled", file=sys.stderr)
