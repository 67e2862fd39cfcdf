"""The matrix on the desk's first page: what will cost something if nobody acts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.matrix.models import Alert, FigureBatch, Suspect
from pufa.matrix.queries import alerts, register

MOST_NAMES = 2


def warnings(person: User) -> list[dict[str, Any]]:
    """At most three: what fails next, what fails now, and for the office what waits for its decision."""
    found = [_next(person), _now(person)]
    if register.is_office(person):
        found += [_filings(person), _doubts(), _lookalikes()]
    return [one for one in found if one][:3]


def _next(person: User) -> dict[str, Any] | None:
    today = clock.today()
    ahead = alerts.next_to_fail(person, today)
    if ahead is None:
        return None
    left, count = (ahead.day - today).days, len({alert.account_id for alert in ahead.alerts})
    title = _("In %(days)d days %(count)d accounts will not pass") % {"days": left, "count": count}
    return {
        "title": title,
        "text": _named(ahead.alerts),
        "verb": _("See to it"),
        "url": f"{reverse('matrix_desk:health')}?view=foreseen",
    }


def _now(person: User) -> dict[str, Any] | None:
    failing = list(alerts.visible_to(person, Alert.State.FAILING)[:50])
    if not failing:
        return None
    count = len({alert.account_id for alert in failing})
    title = ngettext("%(count)d account does not pass", "%(count)d accounts do not pass", count) % {"count": count}
    url = f"{reverse('matrix_desk:health')}?view=failing"
    return {"title": title, "text": _named(failing), "verb": _("See to it"), "url": url}


def _filings(person: User) -> dict[str, Any] | None:
    waiting = register.waiting_filings(person)
    count = waiting.count()
    if not count:
        return None
    first = waiting[0]
    title = ngettext("%(count)d filing waits for you", "%(count)d filings wait for you", count) % {"count": count}
    text = f"{first.account.name} · {first.get_kind_display()} · {first.account.organisation.short_name}"
    return {"title": title, "text": text, "verb": _("Go and decide"), "url": reverse("matrix_desk:filings")}


def _doubts() -> dict[str, Any] | None:
    count = FigureBatch.objects.filter(state=FigureBatch.State.DOUBTFUL).count()
    if not count:
        return None
    title = ngettext("%(count)d delivery of figures is odd", "%(count)d deliveries of figures are odd", count)
    text = _("Nothing is recorded until somebody decides.")
    return {"title": title % {"count": count}, "text": text, "verb": _("Look"), "url": reverse("matrix_desk:batches")}


def _lookalikes() -> dict[str, Any] | None:
    fresh = Suspect.objects.filter(state=Suspect.State.NEW, resembles__isnull=False)
    count = fresh.count()
    if not count:
        return None
    title = ngettext("%(count)d account looks like ours", "%(count)d accounts look like ours", count)
    text, url = "、".join(one.name for one in fresh[:MOST_NAMES]), reverse("matrix_desk:suspects")
    return {"title": title % {"count": count}, "text": text, "verb": _("Look"), "url": url}


def _named(found: Any) -> str:
    """The first names, how many more, and why."""
    names = list(dict.fromkeys(f"“{one.account.name}（{one.account.platform}）”" for one in found))
    kinds = "、".join(dict.fromkeys(str(one.get_kind_display()) for one in found))
    more = _(" and %(count)d more") % {"count": len(names) - MOST_NAMES} if len(names) > MOST_NAMES else ""
    return _("%(names)s%(more)s: %(kinds)s.") % {"names": "".join(names[:MOST_NAMES]), "more": more, "kinds": kinds}
