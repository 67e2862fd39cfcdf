"""The check lists an office starts with; it may change them at the desk."""

from django.db import migrations

LISTS = {
    "first": [
        "语句通顺，没有错别字和病句",
        "标点、数字、计量单位用法正确",
        "人名、地名、单位名称、职务准确",
        "标题与正文相符",
    ],
    "second": [
        "事实、数据、时间有出处，核对无误",
        "法律法规名称、条文引用准确，现行有效",
        "来源、署名、图片说明齐全，转载已核实来源",
        "体例格式符合要求，不泄露个人信息和工作秘密",
    ],
    "final": [
        "政治方向和舆论导向正确",
        "发布时机和范围合适",
        "同意发布",
    ],
}


def fill(apps, schema_editor):
    item = apps.get_model("review", "ChecklistItem")
    for stage, texts in LISTS.items():
        for order, text in enumerate(texts, start=1):
            item.objects.get_or_create(stage=stage, text=text, defaults={"order": order})


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
