"""Campaigns at the desk: their days, the report and the poster of each."""

from functools import partial

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pufa.accounts import desk
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing, Panel, Table
from pufa.accounts.models import Organisation
from pufa.events import actions, posters, report, shown, yearly
from pufa.events.errors import NotAllowedError
from pufa.events.forms import CampaignForm
from pufa.events.models import Campaign, ThemeDay
from pufa.events.queries import access
from pufa.events.views.doors import office, room
from pufa.lib import clock
from pufa.ui import printing


@room
@require_GET
def campaigns(request: DeskRequest) -> HttpResponseBase:
    """All campaigns, and the days of the year that come back."""
    rows = [[one.name, one.first, one.last if one.last != one.first else ""] for one in yearly.coming(clock.today())]
    calendar = Panel(
        _("Days that come back every year"), table=Table([_("Day"), _("From the day"), _("To the day")], rows)
    )
    new = [Button(_("New campaign"), reverse("events_desk:new_campaign"), "plus", is_primary=True)]
    told = Listing(
        _("Campaigns and theme days"), Campaign.objects.select_related("lead"),
        [_("Campaign"), _("Leading unit"), _("From the day"), _("To the day")], _row, tabs=shown.tabs("campaigns"),
        panels=[calendar],
        buttons=new if access.is_office(request.user) else (),
    )  # fmt: skip
    return desk.listing(request, told)


@office
@require_http_methods(["GET", "POST"])
def new_campaign(request: DeskRequest) -> HttpResponseBase:
    """Adds a campaign led by the office's unit."""
    form = CampaignForm(request.POST or None)
    add = partial(actions.add_campaign, lead=_own_unit(request), by=request.user)
    return desk.entry(request, _("New campaign"), form, add, way=_way())


@room
@require_http_methods(["GET", "POST"])
def campaign(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One campaign with its days."""
    found = get_object_or_404(Campaign.objects.select_related("lead"), pk=pk)
    panels = shown.campaign_panels(found, request.user, request.POST or None)
    form = desk.sent(panels)
    if form is not None and desk.attempt(
        form, lambda: actions.add_theme_day(campaign=found, by=request.user, **form.cleaned_data)
    ):
        return desk.done(request, _("Saved."), found.desk_url)
    public = [Button(_("Public page"), found.get_absolute_url(), "eye")]
    return desk.page(request, found.name, panels, way=_way((found.name, "")), buttons=public)


@room
@require_GET
def theme_day_report(request: DeskRequest, pk: int) -> HttpResponse:
    """The report of a theme day in Word."""
    day = get_object_or_404(ThemeDay.objects.select_related("campaign", "lead"), pk=pk)
    return _file(report.make(day), printing.WORD_TYPE, f"{day.campaign.name}{day.name}.docx")


@room
@require_GET
def poster(request: DeskRequest, pk: int) -> HttpResponse:
    """The poster of a theme day as PDF."""
    day = get_object_or_404(ThemeDay.objects.select_related("campaign", "lead"), pk=pk)
    return _file(posters.theme_day(day), printing.PDF_TYPE, f"{day.campaign.name}{day.name}.pdf")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    from django.utils.http import content_disposition_header

    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _own_unit(request: DeskRequest) -> Organisation:
    if request.user.organisation is None:
        raise NotAllowedError(_("Your sign-in belongs to no unit."))
    return request.user.organisation


def _row(one: Campaign) -> list[object]:
    url = one.desk_url
    return [Cell(one.name, url, note=one.motto), one.lead, one.first_day, one.last_day]


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Campaigns and theme days"), reverse("events_desk:campaigns")), *steps)
