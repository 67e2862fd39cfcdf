"""Our rooms inside Wagtail's admin: our style sheet, our name and mark, our menu icons."""

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from wagtail import hooks

from pufa.ui import drawings


def test_our_style_sheet_is_linked_at_the_desk() -> None:
    assert '<link rel="stylesheet" href="/static/ui/desk.css">' in [
        str(hook()) for hook in _ours("insert_global_admin_css")
    ]


def test_every_menu_icon_is_drawn_under_its_name() -> None:
    (hook,) = _ours("register_icons")
    for name, path in zip(drawings.DESK_ICONS, hook([]), strict=True):
        svg = render_to_string(path)
        assert f'id="icon-desk-{name}"' in svg
        assert 'stroke="currentColor"' in svg


def test_a_page_missing_at_the_desk_leads_back_to_work() -> None:
    html = render_to_string("wagtailadmin/404.html", request=RequestFactory().get("/desk/"))
    assert f'href="{reverse("wagtailadmin_home")}"' in html
    assert "<h1>" in html


def _ours(name: str) -> list:
    return [hook for hook in hooks.get_hooks(name) if hook.__module__ == "pufa.ui.wagtail_hooks"]
