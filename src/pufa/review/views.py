"""The desk's review pages."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.auth import require_admin_access

from pufa.accounts.models import Role, User
from pufa.lib import clock, spreadsheet
from pufa.review import desk, forms, lists, pages, printing, queries
from pufa.review.models import Review

PER_PAGE = 25
Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


def at_desk(view: View[Given]) -> View[Given]:
    """Lets in people who may use the desk; the others are sent to sign in."""
    return cast("View[Given]", require_admin_access(view))


@at_desk
@require_GET
def work_list(request: HttpRequest) -> HttpResponse:
    """The work list: what waits for me, what I handed in, everything open, everything done."""
    person, form = _person(request), forms.ListForm(request.GET)
    filters = form.chosen()
    found = lists.find(person, request.GET.get("view", ""), filters)
    page = Paginator(found.reviews, PER_PAGE).get_page(request.GET.get("page"))
    rows = desk.rows(page.object_list, person, clock.now())
    context = {"form": form, "is_filtered": bool(filters), "page": page, "rows": rows}
    return render(request, "review/work_list.html", {**lists.context(found, request.GET, person), **context})


@at_desk
@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same list as an Excel file."""
    found = lists.find(_person(request), request.GET.get("view", ""), forms.ListForm(request.GET).chosen())
    file = spreadsheet.excel(_("Reviews"), lists.header(), lists.export_rows(found.reviews), widths=lists.WIDTHS)
    name = f"{_('Reviews')}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheet.EXCEL_TYPE)


@at_desk
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: what changed, what the machine found, who decided what; and what I can do."""
    return _show(request, _readable(request, pk))


@at_desk
@require_POST
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Does one deed; refused, the page comes again with the reason and with what was typed."""
    review = _readable(request, pk)
    form = forms.DEEDS[deed](request.POST, review=review, by=_person(request))
    if not form.run():
        return _show(request, review, form)
    messages.success(request, str(form.done))
    return redirect("review:detail", review.pk)


@at_desk
@require_GET
def printed(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The approval form as Word or PDF."""
    review = _readable(request, pk)
    made = printing.FORMATS[form](review)
    response = HttpResponse(made.content, content_type=made.content_type)
    response.headers["Content-Disposition"] = printing.disposition(review, form)
    return response


@at_desk
@require_http_methods(["GET", "POST"])
def checklists(request: HttpRequest) -> HttpResponse:
    """The check lists of the three gates, changed by the office."""
    person = _person(request)
    if not person.has_role(Role.OFFICE):
        raise PermissionDenied
    form = forms.ChecklistsForm(request.POST or None, by=person)
    if request.method == "POST" and form.run():
        messages.success(request, _("The check lists are changed; gates already decided keep theirs."))
        return redirect("review:checklists")
    crumbs = [{"label": _("Three reviews, three proofs"), "url": reverse("review:work_list")}]
    return render(request, "review/checklists.html", {"title": _("Check lists"), "crumbs": crumbs, "form": form})


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _readable(request: HttpRequest, pk: int) -> Review:
    review = get_object_or_404(Review, pk=pk)
    if not queries.visible_to(_person(request)).filter(pk=pk).exists():
        raise PermissionDenied
    return review


def _show(request: HttpRequest, review: Review, bound: forms.DeedForm | None = None) -> HttpResponse:
    person = _person(request)
    context = pages.detail(review, person, clock.now(), against=request.GET.get("against", ""))
    context["forms"] = forms.deeds(review, person, bound)
    return render(request, "review/detail.html", context, status=409 if bound else 200)
