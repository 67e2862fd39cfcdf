"""The chooser of articles in Wagtail's admin: its addresses, its script and style in the editor of pages."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """Below /desk/laws/choose/."""
    return [path("laws/choose/", include("pufa.statutes.desk_urls"))]


@hooks.register("insert_editor_js")
def chooser_script() -> SafeString:
    """Puts the chooser beside every field that names an article."""
    return format_html('<script src="{}" defer></script>', static("statutes/chooser.js"))


@hooks.register("insert_global_admin_css")
def chooser_style() -> SafeString:
    """How the chooser and the preview of an article look."""
    return format_html('<link rel="stylesheet" href="{}">', static("statutes/chooser.css"))
