from django.db import migrations

from pufa.audit import guards as append_only
from pufa.materials import guards


def guard(apps, editor):
    append_only.append_only(editor, "materials_printrun", key="id")
    append_only.append_only(editor, "materials_movement", key="id")
    guards.keep_balances(editor)


class Migration(migrations.Migration):

    dependencies = [
        ("materials", "0001_stock"),
    ]

    operations = [
        migrations.RunPython(guard, migrations.RunPython.noop, elidable=False),
    ]
