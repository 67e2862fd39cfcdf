from django.db import migrations

from pufa.audit import guards


def guard(apps, editor):
    guards.append_only(editor, "pledges_edition", key="id")
    guards.append_only(editor, "pledges_signature", key="id")


class Migration(migrations.Migration):

    dependencies = [
        ("pledges", "0001_conventions"),
    ]

    operations = [
        migrations.RunPython(guard, migrations.RunPython.noop, elidable=False),
    ]
