"""Titles, editions and print runs; taking an edition out of use when a law it names has changed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.materials.actions.permissions import require_office, require_text
from pufa.materials.actions.telling import tell_withdrawn
from pufa.materials.errors import MaterialsError
from pufa.materials.models import Edition, Form, PrintRun, Title


def add_title(
    *,
    slug: str,
    name: str,
    by: User | None,
    form: str = Form.BOOKLET,
    topic: str = "",
    audience: str = "",
    about: str = "",
    now: datetime | None = None,
) -> Title:
    """Adds a title. Raises NotAllowedError, MaterialsError: no_reason (no name), taken."""
    require_office(by)
    words = require_text(name, _("A title needs a name."))
    try:
        with transaction.atomic():
            title = Title.objects.create(
                slug=slug, name=words, form=form, topic=topic, audience=audience, about=about.strip()
            )
            audit_actions.record(by=by, verb="materials.title_added", key=f"title:{title.pk}", title=words, now=now)
    except IntegrityError as error:
        raise MaterialsError(_("There is a title of this name or address already."), code="taken") from error
    return title


def add_edition(
    *,
    title: Title,
    number: int,
    year: int,
    by: User | None,
    pages: int = 0,
    laws: str = "",
    now: datetime | None = None,
) -> Edition:
    """Adds an edition of a title. Raises NotAllowedError, MaterialsError: bad_count, taken."""
    require_office(by)
    if not 1 <= number <= 999 or not clock.FIRST_DAY.year <= year <= clock.shanghai_day(now or clock.now()).year + 1:
        raise MaterialsError(_("Edition and year do not fit."), code="bad_count")
    try:
        with transaction.atomic():
            edition = Edition.objects.create(title=title, number=number, year=year, pages=pages, laws=laws.strip())
            audit_actions.record(by=by, verb="materials.edition_added", key=edition.key, title=str(edition), now=now)
    except IntegrityError as error:
        raise MaterialsError(_("This edition is there already."), code="taken") from error
    return edition


def print_run(
    *,
    edition: Edition,
    printed: int,
    delivered_on: date,
    by: User | None,
    printer: str = "",
    cost_fen: int = 0,
    invoice: str = "",
    now: datetime | None = None,
) -> PrintRun:
    """Records a print run; its copies come into stores by `deliver`. Raises NotAllowedError, MaterialsError: bad_count,
    bad_day, withdrawn.
    """
    require_office(by)
    moment = now or clock.now()
    if isinstance(printed, bool) or not 0 < printed <= 100_000_000 or not 0 <= cost_fen <= 10**14:
        raise MaterialsError(_("The number of copies must be a whole number above zero."), code="bad_count")
    if not clock.FIRST_DAY <= delivered_on <= clock.shanghai_day(moment):
        raise MaterialsError(_("The day has not come yet."), code="bad_day")
    if edition.is_withdrawn:
        raise MaterialsError(_("A withdrawn edition is not printed again."), code="withdrawn")
    with transaction.atomic():
        run = PrintRun(
            edition=edition, printed=printed, printer=printer, delivered_on=delivered_on, cost_fen=cost_fen,
            invoice=invoice, recorded_at=moment, by=by,
        )  # fmt: skip
        run.save()
        detail = {"run": run.pk, "printed": printed, "cost_fen": cost_fen}
        audit_actions.record(by=by, verb="materials.printed", key=edition.key, title=str(edition), detail=detail,
                             now=moment)  # fmt: skip
    return run


def mark_for_check(*, edition: Edition, reason: str, by: User | None, now: datetime | None = None) -> Edition:
    """Says that an edition must be looked at, for instance because a law it names changed. Raises MaterialsError."""
    return _change(edition, Edition.State.CHECK, reason, (Edition.State.CURRENT,), by, now)


def say_fit(*, edition: Edition, reason: str, by: User | None, now: datetime | None = None) -> Edition:
    """Says that an edition that was to be checked is still right. Raises NotAllowedError, MaterialsError."""
    return _change(edition, Edition.State.CURRENT, reason, (Edition.State.CHECK,), by, now)


def withdraw(*, edition: Edition, reason: str, by: User | None, now: datetime | None = None) -> Edition:
    """Takes an edition out of use for good: what is left must be returned or destroyed; stores are told.

    Raises NotAllowedError, MaterialsError: no_reason, wrong_state.
    """
    with transaction.atomic():
        gone = _change(edition, Edition.State.WITHDRAWN, reason, (Edition.State.CURRENT, Edition.State.CHECK), by, now)
        tell_withdrawn(gone)
    return gone


def _change(
    edition: Edition, state: str, reason: str, before: tuple[str, ...], by: User | None, now: datetime | None
) -> Edition:
    require_office(by)
    words, moment = require_text(reason, _("Say why.")), now or clock.now()
    with transaction.atomic():
        kept = Edition.objects.select_for_update().get(pk=edition.pk)
        if kept.state not in before:
            raise MaterialsError(_("The edition is not in a state that allows this."), code="wrong_state")
        kept.state, kept.reason, kept.changed_at = state, words, moment
        kept.save(update_fields=["state", "reason", "changed_at"])
        audit_actions.record(by=by, verb=f"materials.edition_{state}", key=kept.key, title=str(kept),
                             detail={"reason": words}, now=moment)  # fmt: skip
    edition.refresh_from_db()
    return edition
