"""Look-alikes at the desk."""

from base64 import b64encode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pufa.accounts.actions import imports
from pufa.matrix import desk
from pufa.matrix.actions import suspects as deeds
from pufa.matrix.forms.health import MoveForm, SuspectForm, SuspectsFilter
from pufa.matrix.forms.register import UploadForm
from pufa.matrix.models import Portrait, Suspect
from pufa.matrix.queries import register
from pufa.matrix.views.access import DeskRequest, attempt, office, room

PER_PAGE = 50


@room
@require_GET
def suspects(request: DeskRequest) -> HttpResponse:
    """Foreign accounts that look like ours, the closest first."""
    form = SuspectsFilter(request.GET)
    found = _visible(request)
    if form.is_valid() and form.cleaned_data["state"]:
        found = found.filter(state=form.cleaned_data["state"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Look-alikes"), "crumbs": desk.crumbs((_("Look-alikes"), "")), "form": form, "page": page}
    context |= {"rows": [(one, reasons(one)) for one in page], "is_office": register.is_office(request.user)}
    return render(request, "matrix/suspects.html", {**context, **desk.kept_query(request.GET)})


@room
@require_http_methods(["GET", "POST"])
def suspect(request: DeskRequest, pk: int) -> HttpResponse:
    """One look-alike beside the account it resembles."""
    found, is_office = get_object_or_404(_visible(request), pk=pk), register.is_office(request.user)
    form = MoveForm(request.POST or None, suspect=found)
    if form.is_valid() and attempt(form, lambda: deeds.move(suspect=found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Noted."))
        return redirect("matrix_desk:suspects")
    context = {"title": found.name, "suspect": found, "reasons": reasons(found), "form": form, "is_office": is_office}
    context |= {"crumbs": _crumbs((found.name, "")), "their_picture": picture(found.portrait)}
    context["our_picture"] = picture(found.resembles.portrait) if found.resembles else ""
    return render(request, "matrix/suspect.html", context)


@office
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Lists a foreign account."""
    form = SuspectForm(request.POST or None, request.FILES or None)
    if form.is_valid() and attempt(form, lambda: deeds.add_suspect(by=request.user, **form.told())):
        messages.success(request, _("Listed and compared."))
        return redirect("matrix_desk:suspects")
    context = {"title": _("List a look-alike"), "form": form, "verb": _("Compare"), "is_upload": True}
    return render(request, "matrix/form.html", {**context, "crumbs": _crumbs()})


@office
@require_http_methods(["GET", "POST"])
def upload(request: DeskRequest) -> HttpResponse:
    """Foreign accounts from a table."""
    form, problems = UploadForm(request.POST or None, request.FILES or None), []
    if form.is_valid():
        try:
            counts = deeds.import_suspects(form.cleaned_data["file"].read(), by=request.user)
            messages.success(request, _("Listed: %(count)d new.") % {"count": counts.created})
            return redirect("matrix_desk:suspects")
        except imports.ImportFaultError as fault:
            problems = fault.problems[: imports.MOST_PROBLEMS]
    context = {"title": _("Import look-alikes"), "form": form, "problems": problems, "columns": deeds.COLUMNS}
    status = 400 if problems or form.errors else 200
    return render(request, "matrix/import.html", {**context, "crumbs": _crumbs(), "is_direct": True}, status=status)


def reasons(suspect: Suspect) -> str:
    """Why it is close, in words."""
    words = {
        "same": _("the same name"), "script": _("the same name in other signs"), "reading": _("sounds alike"),
        "shape": _("characters that look alike"), "swapped": _("characters swapped"),
        "letters": _("other characters"), "around": _("words put around our name"), "picture": _("the same picture"),
    }  # fmt: skip
    return "、".join(words[one] for one in suspect.reasons)


def picture(portrait: Portrait | None) -> str:
    """A picture inside the page: nothing is fetched."""
    return f"data:image/png;base64,{b64encode(bytes(portrait.png)).decode()}" if portrait else ""


def _visible(request: DeskRequest) -> QuerySet[Suspect]:
    found = Suspect.objects.select_related("platform", "resembles__platform", "resembles__organisation", "found_by")
    if any(request.user.has_role(role) for role in register.READERS):
        return found
    return found.filter(resembles__in=register.visible_to(request.user))


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Look-alikes"), reverse("matrix_desk:suspects")), *more)
