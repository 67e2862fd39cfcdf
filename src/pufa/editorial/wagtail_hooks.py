"""Pieces in Wagtail's admin: menu, editor's actions, and the doors that are shut to publishing by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.search import SearchArea
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pufa.accounts.models import Role, User
from pufa.editorial import queries
from pufa.editorial.models import Audience, PiecePage, SeriesPage, Topic
from pufa.review import agenda, home
from pufa.review import queries as review_queries

SHUT = frozenset({"publish", "unpublish", "delete"})
SUBMIT = "action-submit-review"


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """Our rooms below /desk/pieces/."""
    return [path("pieces/", include("pufa.editorial.urls"))]


class ForRoles(MenuItem):
    """A menu item that only some see."""

    def __init__(self, *args: Any, roles: tuple[Role, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person holds one of the roles; without roles: whoever works on texts."""
        if not isinstance(request.user, User):
            return False
        if not self.roles:
            return review_queries.works_on_texts(request.user)
        return any(request.user.has_role(role) for role in self.roles)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """稿件与专题 in the menu: the list, importing, issues, the words pieces are filed under, the tree of pages."""
    writers = (Role.EDITOR, Role.OFFICE)
    items = [
        ForRoles(gettext_lazy("All pieces"), reverse("editorial:pieces"), icon_name="desk-file-text", order=10),
        ForRoles(
            gettext_lazy("Import a page"),
            reverse("editorial:import_page"),
            icon_name="download",
            order=20,
            roles=(Role.EDITOR,),
        ),
        ForRoles(gettext_lazy("Issues"), reverse("editorial:issues"), icon_name="list-ol", order=30, roles=writers),
        ForRoles(gettext_lazy("Changed laws"), reverse("editorial:law_changes"), icon_name="desk-library", order=35),
        ForRoles(
            gettext_lazy("Topics"),
            reverse_lazy("wagtailsnippets_editorial_topic:list"),
            icon_name="tag",
            order=40,
            roles=writers,
        ),
        ForRoles(
            gettext_lazy("Audiences"),
            reverse_lazy("wagtailsnippets_editorial_audience:list"),
            icon_name="group",
            order=50,
            roles=writers,
        ),
        ForRoles(
            gettext_lazy("Tree of pages"),
            reverse_lazy("wagtailadmin_explore_root"),
            icon_name="folder-open-inverse",
            order=60,
            roles=writers,
        ),
    ]
    return SubmenuMenuItem(
        gettext_lazy("Pieces and series"), Menu(items=items), name="pieces", icon_name="desk-file-text", order=105
    )


class PieceSearch(SearchArea):
    """The desk's search field looks for pieces."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever works on texts."""
        return isinstance(request.user, User) and review_queries.works_on_texts(request.user)


@hooks.register("register_admin_search_area")
def piece_search() -> SearchArea:
    """First among the areas, so the field in the menu leads there."""
    return PieceSearch(gettext_lazy("Pieces"), reverse("editorial:pieces"), name="pieces", order=10)


@hooks.register("desk_home_actions")
def write_a_piece(request: HttpRequest) -> Iterator[home.Action]:
    """写一篇 for editors: asks under which brand or series."""
    if not isinstance(request.user, User) or not request.user.has_role(Role.EDITOR):
        return
    add = "wagtailadmin_pages:add"
    shelves = [
        ("　" * (page.depth - 3) + page.title, reverse(add, args=["editorial", "piecepage", page.pk]))
        for page in queries.shelves()
    ]
    if shelves:
        yield home.Action(_("Write a piece"), icon="plus", choices=tuple(shelves))


@hooks.register("desk_two_weeks")
def coming_out(request: HttpRequest, first: date, days: int) -> Iterator[agenda.Event]:
    """Issues of these days, and for those who work on texts the approved pieces that wait for their hour."""
    last = first + timedelta(days=days - 1)
    for issue, is_public in queries.issues_between(first, last):
        number = _("issue %(number)d") % {"number": issue.number}
        yield agenda.Event(issue.published_on, issue.brand.title, number, issue.url if is_public else "")
    if isinstance(request.user, User) and review_queries.works_on_texts(request.user):
        for at, title, pk in queries.scheduled_between(first, last):
            yield agenda.Event(at.date(), title, f"{at:%H:%M}", reverse("wagtailadmin_pages:edit", args=[pk]))


class SubmitItem(ActionMenuItem):
    """提交三审: saves the draft and leads to the form that hands it in."""

    name: Any = SUBMIT
    label: Any = gettext_lazy("Submit for three reviews")
    icon_name = "check"
    order = 10

    def is_shown(self, context: Any) -> bool:
        """For editors, on pieces that are not in review."""
        person = context["request"].user
        return bool(super().is_shown(context) and person.has_role(Role.EDITOR) and _is_piece(context))


class ReviewItem(ActionMenuItem):
    """Leads to the review that closed the piece for editing."""

    name: Any = "action-see-review"
    label: Any = gettext_lazy("See the review")
    icon_name = "view"
    order = 5

    def is_shown(self, context: Any) -> bool:
        """While a review is open."""
        return bool(_is_piece(context) and context.get("page") and _open_review(context["page"]))

    def get_url(self, context: Any) -> str | None:
        """The review's page."""
        review = _open_review(context["page"])
        return reverse("review:detail", args=[review.pk]) if review else None


class WithdrawItem(ActionMenuItem):
    """撤回: leads to the form that asks for the reason."""

    name: Any = "action-withdraw"
    label: Any = gettext_lazy("Withdraw")
    icon_name = "undo"
    order = 30

    def is_shown(self, context: Any) -> bool:
        """For the office and final reviewers, on public pieces and those that wait for their hour."""
        person, page = context["request"].user, context.get("page")
        may = person.has_role(Role.OFFICE) or person.has_role(Role.FINAL_REVIEWER)
        return bool(may and page and _is_piece(context) and (page.live or page.approved_schedule))

    def get_url(self, context: Any) -> str:
        """The form."""
        return reverse("editorial:withdraw", args=[context["page"].pk])


for item in (SubmitItem, ReviewItem, WithdrawItem):
    hooks.register("register_page_action_menu_item", item)


@hooks.register("construct_page_action_menu")
def no_publishing_by_hand(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Takes publish and unpublish out of a piece's actions."""
    if _is_piece(context):
        items[:] = [item for item in items if item.name not in {"action-publish", "action-unpublish"}]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def to_submission(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """After saving with 提交三审, goes on to the form that hands the piece in."""
    if SUBMIT in request.POST and isinstance(page, PiecePage):
        return redirect("editorial:submit", page.pk)
    return None


@hooks.register("before_publish_page")
def refuse_publishing(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Keeps a piece a draft, whoever asks: only three approvals publish it."""
    if not isinstance(page.specific, PiecePage):
        return None
    messages.error(request, _("A piece is published by three reviews, not by hand. The draft is kept."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_unpublish_page")
def refuse_unpublishing(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Public pieces go off line only by withdrawing, which takes a reason; nor does what stands above them."""
    return _refuse(request, [page])


@hooks.register("before_delete_page")
def refuse_deleting(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """What was ever public is not deleted, nor what stands above it."""
    return _refuse(request, [page], ever=True)


@hooks.register("before_copy_page")
def refuse_copying(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """A copy of a public piece would be public without review."""
    return _refuse(request, [page], ever=True)


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponseBase | None:
    """The same for many pages at once."""
    if action_type not in SHUT or not objects or not isinstance(objects[0], Page):
        return None
    if action_type == "publish":
        below = any(_pieces_below(page).filter(live=False).exists() for page in objects)
        return _say_no(request) if below else None
    return _refuse(request, objects, ever=action_type == "delete")


def _refuse(request: HttpRequest, pages: list[Page], *, ever: bool = False) -> HttpResponseBase | None:
    for page in pages:
        found = _pieces_below(page)
        if (found.filter(first_published_at__isnull=False) if ever else found.filter(live=True)).exists():
            return _say_no(request)
    return None


def _say_no(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_authenticated:
        raise PermissionDenied
    messages.error(request, _("This concerns pieces. They are published by three reviews and withdrawn with a reason."))
    return redirect("editorial:pieces")


def _pieces_below(page: Page) -> Any:
    return PiecePage.objects.descendant_of(page, inclusive=True)


def _is_piece(context: Any) -> bool:
    if context.get("page") is not None:
        return isinstance(context["page"], PiecePage)
    model = getattr(context.get("content_type"), "model", "")
    return bool(model == "piecepage" or _creates_piece(context["request"]))


def _creates_piece(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.kwargs.get("content_type_model_name") == "piecepage")


def _open_review(page: Page) -> Any:
    return review_queries.open_review(queries.KIND, str(page.pk))


class TopicViewSet(SnippetViewSet):
    """The words for what pieces are about."""

    model: Any = Topic
    icon = "tag"
    list_display = ["name"]
    search_fields = ["name"]


class AudienceViewSet(SnippetViewSet):
    """The words for whom pieces are for."""

    model: Any = Audience
    icon = "group"
    list_display = ["name"]
    search_fields = ["name"]


register_snippet(TopicViewSet)
register_snippet(AudienceViewSet)


@hooks.register("before_move_page")
def keep_series_with_their_brand(request: HttpRequest, page: Page, destination: Page) -> HttpResponseBase | None:
    """Refuses to move a series whose pieces the public knows: their addresses and issues would no longer fit."""
    is_series = isinstance(page.specific, SeriesPage)
    if not is_series or not PiecePage.objects.descendant_of(page).filter(first_published_at__isnull=False).exists():
        return None
    messages.error(request, _("This series has published pieces and stays with its brand."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)
