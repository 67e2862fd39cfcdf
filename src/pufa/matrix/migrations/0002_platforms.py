"""The platforms and rules a new installation starts with, from platforms.toml."""

import tomllib
from pathlib import Path

from django.db import migrations

TABLE = Path(__file__).resolve().parents[1] / "platforms.toml"


def fill(apps, schema_editor):
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    Platform, Rule = apps.get_model("matrix", "Platform"), apps.get_model("matrix", "HealthRule")
    for position, row in enumerate(rows["platform"], start=1):
        Platform.objects.get_or_create(code=row["code"], defaults={**row, "position": position})
    for row in rows["rule"]:
        code = row.pop("platform", None)
        platform = Platform.objects.get(code=code) if code else None
        Rule.objects.get_or_create(kind=row["kind"], platform=platform, defaults=row)


class Migration(migrations.Migration):
    dependencies = [("matrix", "0001_register")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
