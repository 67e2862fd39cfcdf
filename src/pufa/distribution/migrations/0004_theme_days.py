"""Puts the theme days with a fixed date and this year's movable ones into the calendar; all to be verified."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "theme_days.toml"
YEARS = (2026, 2027)


def fill(apps, schema_editor):
    day = apps.get_model("distribution", "CalendarDay")
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["day"]
    for row in rows:
        first = date(YEARS[0], row["month"], row["day"])
        day.objects.create(first=first, last=first, title=row["title"], kind="theme", is_yearly=True)
    for year in YEARS:
        # The third whole week of September; the year's announcement may say otherwise.
        monday = date(year, 9, 1) + timedelta(days=-date(year, 9, 1).weekday() % 7 + 14)
        last = monday + timedelta(days=6)
        day.objects.create(first=monday, last=last, title="国家网络安全宣传周", kind="theme")
    for month, number, title in ((1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节")):
        first = date(YEARS[0], month, number)
        day.objects.create(first=first, last=first, title=title, kind="holiday", is_yearly=True)


class Migration(migrations.Migration):
    dependencies = [("distribution", "0003_calendar")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
