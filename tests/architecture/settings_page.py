"""Writes docs/settings.md from the variables the settings declare: `python -m tests.architecture.settings_page`."""

from pathlib import Path

from pufa.lib import env

ROOT = Path(__file__).resolve().parents[2]
HEAD = """# Settings

Every setting is an environment variable; a secret may be kept in a file instead, named by the variable with `_FILE`
added. `DJANGO_SETTINGS_MODULE` chooses the kind of installation: `pufa.config.settings.embedded` (default: one machine,
SQLite) or `pufa.config.settings.cluster` (PostgreSQL and Redis; install `pufa[cluster]`). `pufa doctor` checks it.
This page is written by `python -m tests.architecture.settings_page`; a test holds it complete.

| variable | kind | default | what it does |
|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    import pufa.config.settings.cluster  # noqa: F401  (reading it declares its variables)

    rows = [
        f"| `{one.name}` | {one.type} | {f'`{one.default}`' if one.default else '–'} | {one.help} |"
        for one in env.declared()
        if one.name.startswith("PUFA_")
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    (ROOT / "docs/settings.md").write_text(page())
