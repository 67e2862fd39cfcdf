"""The desk's pages of pieces and issues."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts.models import Role, User
from pufa.editorial import actions, citing, desk, forms, pages, tasks
from pufa.editorial.models import Issue, LawCitation, Looked, PageImport, PiecePage
from pufa.lib import clock, spreadsheet
from pufa.review import queries as review_queries

PER_PAGE = 30
FORM_METHODS = require_http_methods(["GET", "POST"])


@require_GET
def pieces(request: HttpRequest) -> HttpResponse:
    """The list of all pieces."""
    person, form = _reader(request), forms.ListForm(request.GET)
    page = Paginator(desk.pieces(form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    context = pages.piece_list(form, request.GET, person)
    context |= {"page": page, "rows": desk.rows(page.object_list, person)}
    return render(request, "editorial/desk/pieces.html", context)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same list as an Excel file."""
    person = _reader(request)
    found = desk.pieces(forms.ListForm(request.GET).chosen())
    file = spreadsheet.excel(_("Pieces"), desk.header(), desk.export_rows(found, person), widths=desk.WIDTHS)
    name = f"{_('Pieces')}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheet.EXCEL_TYPE)


@FORM_METHODS
def import_page(request: HttpRequest) -> HttpResponse:
    """Makes a draft of a file, or asks the worker to fetch an address."""
    by, known = _with_role(request, Role.EDITOR), {name: request.GET.get(name, "") for name in ("address", "parent")}
    form = forms.ImportForm(request.POST or None, request.FILES or None, by=by, initial=known)
    made = form.run() if request.method == "POST" else None
    if isinstance(made, PiecePage):
        messages.warning(request, _("The draft is made. It is a reprint: check its source before you submit it."))
        return redirect("wagtailadmin_pages:edit", made.pk)
    if isinstance(made, PageImport):
        tasks.fetch_page.enqueue(made.pk)
        return redirect("editorial:import_progress", made.pk)
    return render(request, "editorial/desk/import.html", pages.import_page(form), status=400 if form.is_bound else 200)


@require_GET
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the fetching has come; the page asks again by itself until it is over."""
    asked = get_object_or_404(PageImport, pk=pk, asked_by=_with_role(request, Role.EDITOR))
    if asked.piece and not asked.message:
        return redirect("wagtailadmin_pages:edit", asked.piece.pk)
    response = render(request, "editorial/desk/import_progress.html", pages.import_progress(asked))
    if not asked.is_over:
        response.headers["Refresh"] = "2"
    return response


@FORM_METHODS
def submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hands a piece in for three reviews."""
    form = forms.SubmitForm(request.POST or None, piece=_piece(pk), by=_with_role(request, Role.EDITOR))
    return _deed(request, form, "submit", _("Submitted. It is closed for editing until the review is over."))


@FORM_METHODS
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes a piece back, with a reason."""
    by = _with_role(request, Role.OFFICE, Role.FINAL_REVIEWER)
    form = forms.WithdrawForm(request.POST or None, piece=_piece(pk), by=by)
    return _deed(request, form, "withdraw", _("The piece is withdrawn. The public sees the reason."))


@require_GET
def issues(request: HttpRequest) -> HttpResponse:
    """All issues by brand."""
    person = _with_role(request, Role.OFFICE, Role.EDITOR)
    found = Issue.objects.select_related("brand", "series").order_by("brand__path", "-number")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "editorial/desk/issues.html", pages.issue_list(page, person))


@FORM_METHODS
def issue(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Opens an issue or corrects one."""
    by = _with_role(request, Role.OFFICE, Role.EDITOR)
    instance = get_object_or_404(Issue, pk=pk) if pk else None
    form = forms.IssueForm(request.POST or None, instance=instance, by=by)
    if request.method == "POST" and form.run():
        messages.success(request, _("The issue is kept."))
        return redirect("editorial:issues")
    return render(request, "editorial/desk/issue.html", pages.issue(form), status=400 if form.is_bound else 200)


@require_GET
def law_changes(request: HttpRequest) -> HttpResponse:
    """Public pieces whose cited article no longer reads as it did at publication."""
    person, which = _reader(request), request.GET.get("state", Looked.OPEN)
    page = Paginator(citing.changes(which), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "editorial/desk/law_changes.html", pages.law_changes(page, which, person))


@require_POST
def look_at_law(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes that somebody has looked at one of them."""
    by, citation = _with_role(request, Role.EDITOR, Role.OFFICE), get_object_or_404(LawCitation, pk=pk)
    try:
        actions.look_at_citation(citation=citation, by=by)
        messages.success(request, _("Noted: you have looked at it."))
    except actions.EditorialError as refusal:
        messages.error(request, str(refusal))
    return redirect("editorial:law_changes")


def _deed(request: HttpRequest, form: forms.PieceDeed, name: str, done: str) -> HttpResponseBase:
    if request.method == "POST" and form.run():
        messages.success(request, done)
        return redirect("editorial:pieces")
    return render(request, f"editorial/desk/{name}.html", pages.deed(form, name), status=409 if form.errors else 200)


def _piece(pk: int) -> PiecePage:
    return get_object_or_404(PiecePage, pk=pk)


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not review_queries.works_on_texts(request.user):
        raise PermissionDenied
    return request.user


def _with_role(request: HttpRequest, *roles: Role) -> User:
    if not isinstance(request.user, User) or not any(request.user.has_role(role) for role in roles):
        raise PermissionDenied
    return request.user
