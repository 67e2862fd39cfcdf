"""The page that is measured: a title, a text of some paragraphs, a menu made of its siblings."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.fields import RichTextField
from wagtail.models import Page

from pufa.edge.decorators import mark_public


class PlainPage(Page):
    """An article as any Wagtail site has it."""

    intro = models.TextField(default="")
    body = RichTextField(default="")

    class Meta:
        app_label = "plain"

    def get_context(self, request: HttpRequest) -> dict[str, object]:
        """The page with menu, trail and other articles."""
        context: dict[str, object] = super().get_context(request)
        context["menu"] = self.get_parent().get_children().live().in_menu()
        context["trail"] = self.get_ancestors(inclusive=True)
        context["others"] = PlainPage.objects.live().public().sibling_of(self).exclude(pk=self.pk).order_by("-pk")[:5]
        return context

    def serve(self, request: HttpRequest) -> HttpResponse:
        """The page, storable."""
        response: HttpResponse = super().serve(request)
        mark_public(response, seconds=3600)
        return response
