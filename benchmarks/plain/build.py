"""Fills the plain site's database: ten articles of some 4 KB, one of which is measured."""

import os

import django


def main() -> None:
    """Create tables and pages."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.plain.settings"
    django.setup()
    from django.core.management import call_command
    from wagtail.models import Page, Site

    from benchmarks.plain.models import PlainPage

    call_command("migrate", verbosity=0)
    root = Page.objects.get(depth=1)
    home = PlainPage(title="首页", slug="start", show_in_menus=True, intro="首页", body="<p>首页</p>")
    root.add_child(instance=home)
    Site.objects.update(root_page=home)
    sentence = "网络不是法外之地，发布信息之前先核实来源，转发之前想一想后果。"
    for number in range(10):
        paragraphs = "".join(f"<p>第{part}段：{sentence * 3}</p>" for part in range(12))
        page = PlainPage(
            title=f"以案释法第{number}期",
            slug=f"case-{number}",
            intro=sentence,
            body=paragraphs,
            show_in_menus=number < 6,
        )
        home.add_child(instance=page)


if __name__ == "__main__":
    main()
