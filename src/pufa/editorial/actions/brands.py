"""Brands, series and issues come into being."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.editorial.errors import EditorialError
from pufa.editorial.models import BrandKind, BrandPage, Issue, SeriesPage
from pufa.lib import clock

MAY_FILE = (Role.OFFICE, Role.EDITOR)


def create_brand(
    *, parent: Page, kind: str, title: str, standfirst: str = "", by: User | None, now: datetime | None = None
) -> BrandPage:
    """Makes a brand and publishes its page. Raises EditorialError: not_allowed, unknown_kind."""
    _require(by, Role.OFFICE)
    if kind not in BrandKind.values:
        raise EditorialError(_("There is no such kind of brand."), code="unknown_kind")
    brand = BrandPage(title=title, kind=kind, standfirst=standfirst, live=False)
    _publish_below(parent, brand, "brand.created", by, now)
    return brand


def create_series(
    *,
    parent: BrandPage,
    title: str,
    topic: str = "",
    standfirst: str = "",
    by: User | None,
    now: datetime | None = None,
) -> SeriesPage:
    """Makes a series under a brand and publishes its page. Raises EditorialError: not_allowed."""
    _require(by, *MAY_FILE)
    series = SeriesPage(title=title, topic=topic or title, standfirst=standfirst, live=False)
    _publish_below(parent, series, "series.created", by, now)
    return series


def create_issue(
    *,
    brand: BrandPage,
    series: SeriesPage | None,
    number: int,
    title: str = "",
    published_on: date,
    by: User | None,
    now: datetime | None = None,
) -> Issue:
    """Opens a numbered issue. Raises EditorialError: not_allowed, bad_number, number_taken, other_brand."""
    _require(by, *MAY_FILE)
    issue = Issue(brand=brand, series=series, number=number, title=title, published_on=published_on)
    return _keep(issue, "issue.created", by, now)


def change_issue(
    *,
    issue: Issue,
    series: SeriesPage | None,
    number: int,
    title: str,
    published_on: date,
    by: User | None,
    now: datetime | None = None,
) -> Issue:
    """Corrects an issue; its brand stays. Raises as `create_issue`."""
    _require(by, *MAY_FILE)
    issue.series, issue.number, issue.title, issue.published_on = series, number, title, published_on
    return _keep(issue, "issue.changed", by, now)


def _keep(issue: Issue, verb: str, by: User | None, now: datetime | None) -> Issue:
    if issue.number < 1:
        raise EditorialError(_("Issues are numbered from 1."), code="bad_number")
    if issue.series is not None and not issue.series.is_descendant_of(issue.brand):
        raise EditorialError(_("This series belongs to another brand."), code="other_brand")
    try:
        with transaction.atomic():
            issue.save()
            audit_actions.record(by=by, verb=verb, key=f"issue:{issue.pk}", title=str(issue), now=now)
    except IntegrityError as error:
        message = _("This brand already has an issue %(number)d.") % {"number": issue.number}
        raise EditorialError(message, code="number_taken") from error
    return issue


@transaction.atomic
def _publish_below(parent: Page, page: Page, verb: str, by: User | None, now: datetime | None) -> None:
    moment = now or clock.now()
    try:
        parent.add_child(instance=page)
    except ValidationError as error:
        raise EditorialError(" ".join(error.messages), code="bad_title") from error
    page.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
    Page.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    page.refresh_from_db()
    audit_actions.record(by=by, verb=verb, key=f"page:{page.pk}", title=page.title, now=moment)


def _require(by: User | None, *roles: Role) -> None:
    if by is not None and not any(by.has_role(role) for role in roles):
        raise EditorialError(_("Your role does not allow this."), code="not_allowed")
