"""Gatherings: begun, watched on their way, stopped, tried again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.tracing import actions, forms, pages, queries, tasks
from pufa.tracing.models import Gathering
from pufa.tracing.views import doors

PER_PAGE = 50
SECONDS = "2"


@require_GET
def gatherings(request: HttpRequest) -> HttpResponse:
    """All gatherings, the latest first; looks at accounts for forwards are shown on the boards of these."""
    person = doors.reader(request)
    page = Paginator(queries.gatherings().filter(account=None), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracing/gatherings.html", pages.gatherings(page, person))


@require_http_methods(["GET", "POST"])
def gather(request: HttpRequest) -> HttpResponse:
    """Begins a gathering."""
    form = forms.GatherForm(request.POST or None, request.FILES or None, by=doors.worker(request))
    made = form.run() if request.method == "POST" else None
    if made is not None:
        tasks.work_off.enqueue(made.pk)
        return redirect("tracing:gathering", made.pk)
    return render(request, "tracing/gather.html", pages.gather(form), status=400 if form.is_bound else 200)


@require_GET
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one gathering has come, page by page; it looks again by itself until it is over."""
    person, one = doors.reader(request), get_object_or_404(queries.gatherings(), pk=pk)
    state = request.GET.get("state", "")
    page = Paginator(queries.errands(one, state), PER_PAGE).get_page(request.GET.get("page"))
    context = pages.gathering(one, person, state) | {"page": page, "rows": pages.errand_rows(list(page.object_list))}
    response = render(request, "tracing/gathering.html", context)
    if not one.is_over:
        response.headers["Refresh"] = SECONDS
    return response


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a gathering."""
    by, one = doors.worker(request), get_object_or_404(Gathering, pk=pk)
    try:
        actions.stop(gathering=one, by=by)
        messages.success(request, _("Stopped. What was fetched stays; the rest is left out."))
    except actions.TracingError as refusal:
        messages.error(request, str(refusal))
    return redirect("tracing:gathering", pk)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries the failed pages again."""
    by, one = doors.worker(request), get_object_or_404(Gathering, pk=pk)
    count = actions.retry_failed(gathering=one, by=by)
    text = ngettext("%(count)d page is tried again.", "%(count)d pages are tried again.", count)
    messages.success(request, text % {"count": count})
    tasks.work_off.enqueue(pk)
    return redirect("tracing:gathering", pk)
