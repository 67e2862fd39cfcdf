"""What the desk's pages show, gathered for their templates."""

from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.matrix import charts
from pufa.matrix.actions.fields import label
from pufa.matrix.models import Account, Alert, Filing, RuleKind, Sector
from pufa.matrix.queries import access, register

Context = dict[str, Any]
TABS = ("facts", "filings", "figures", "health")
DAYS_SHOWN = 90


def crumbs(*steps: tuple[str, str]) -> list[Context]:
    """The way here, from the register."""
    rooms = [(_("Accounts and forwarding"), reverse("matrix_desk:register")), *steps]
    return [{"label": name, "url": url} for name, url in rooms]


def kept_query(data: QueryDict) -> Context:
    """The filter as query text: `query` before another parameter, `export_query` alone."""
    asked = data.copy()
    asked.pop("page", None)
    text = asked.urlencode()
    return {"query": f"{text}&" if text else "", "export_query": f"?{text}" if text else ""}


def account_page(account: Account, person: User, tab: str) -> Context:
    """An account's page: what all tabs share, and the chosen one."""
    chosen = tab if tab in TABS else TABS[0]
    names = {
        "facts": _("What is filed"),
        "filings": _("Filings"),
        "figures": _("Figures of the account"),
        "health": _("Health"),
    }
    alerts = list(account.alerts.exclude(state=Alert.State.SETTLED))
    context = {
        "title": account.name,
        "subtitle": f"{account.platform} · {account.organisation}",
        "crumbs": crumbs((account.name, "")),
        "account": account,
        "tab": chosen,
        "tabs": [{"label": names[name], "url": f"?tab={name}", "current": name == chosen} for name in TABS],
        "may_write": register.may_write(person, account.organisation),
        "is_office": register.is_office(person),
        "waiting": account.filings.filter(state=Filing.State.SUBMITTED).first(),
        "alerts": [alert_words(alert) for alert in alerts],
        "warnings": [warning(alert, account) for alert in alerts if alert.state in {"failing", "foreseen"}],
    }
    return {**context, **_TAB[chosen](account)}


def filing_rows(filing: Filing) -> list[Context]:
    """What a filing says, line by line: name, before, after."""
    rows = [
        {"name": _name(field), "before": _shown(filing.before.get(field)), "after": _shown(value)}
        for field, value in filing.after.items()
        if value not in ("", None) or filing.before.get(field)
    ]
    if filing.contact:
        rows.append({"name": label("contact"), "before": "", "after": _("a new number, sealed")})
    return rows


def alert_words(alert: Alert) -> Context:
    """An alert in words: what, since when or by when, and what shows it."""
    evidence = alert.evidence
    lines = [f"{one['title']}：{one['message']}" for one in evidence.get("found", [])]
    if alert.kind == RuleKind.NO_UPDATE:
        text = _("last post on %(last_post_on)s, %(silent_days)d days ago; the limit is %(limit_days)d days")
        lines = [text % evidence]
    elif alert.kind == RuleKind.UNFILED_CHANGE:
        names = "、".join(str(label(name)) for name in evidence["fields"])
        lines = [_("%(names)s, first seen on %(day)s") % {"names": names, "day": evidence["noticed_on"]}]
    elif "fault" in evidence:
        lines = [evidence["fault"]]
    return {"alert": alert, "lines": lines, "due": due(alert.fails_on, alert.state)}


def alert_tabs(counts: dict[str, int], view: str) -> list[Context]:
    """What will fail, what fails, what wants a look, as tabs with their counts."""
    return [
        {"label": one.label, "count": counts[one], "url": f"?view={one.value}", "current": one == view}
        for one in (Alert.State.FORESEEN, Alert.State.FAILING, Alert.State.HINT)
    ]


def due(day: date | None, state: str) -> Context | None:
    """The day an account fails, as the part `ui/parts/due.html` wants it."""
    if state == Alert.State.FAILING:
        return {"state": "late", "text": _("fails now")}
    if day is None:
        return None
    left = (day - clock.today()).days
    words = {0: _("today"), 1: _("tomorrow")}.get(left) or ngettext(
        "in %(count)d day", "in %(count)d days", max(left, 0)
    ) % {"count": max(left, 0)}
    return {"state": "soon", "text": words}


def warning(alert: Alert, account: Account) -> Context:
    """An alert as the warning bar wants it."""
    kind = alert.get_kind_display()
    if alert.state == Alert.State.FAILING:
        title = _("Fails the check: %(kind)s") % {"kind": kind}
    else:
        left = max(0, (alert.fails_on - clock.today()).days) if alert.fails_on else 0
        title = ngettext(
            "Fails in %(count)d day: %(kind)s", "Fails in %(count)d days: %(kind)s", left
        ) % {"count": left, "kind": kind}  # fmt: skip
    return {
        "title": title,
        "text": "；".join(alert_words(alert)["lines"][:1]),
        "verb": _("See"),
        "url": f"{account.desk_url}?tab=health",
    }


def _facts(account: Account) -> Context:
    names = (
        "number organisation supervisor sector platform handle address certification operator purpose excuse "
        "opened_on filed_on changed_on checked_on closed_on"
    ).split()
    values = {name: getattr(account, name) for name in names}
    values["sector"] = account.get_sector_display()
    facts = [(label(name), value) for name, value in values.items() if value not in (None, "")]
    return {
        "connector": access.label_of(account),
        "facts": facts,
        "others": register.same_unit(account),
        "noticed": account.noticed.filter(settled_at=None),
    }


def _filings(account: Account) -> Context:
    filings = account.filings.select_related("submitted_by", "decided_by")
    return {"filings": [(filing, filing_rows(filing)) for filing in filings]}


def _figures(account: Account) -> Context:
    days = list(account.figures.select_related("batch").order_by("-day")[:DAYS_SHOWN])
    followers = {one.day: one.followers for one in days if one.followers is not None}
    reads = {one.day: one.reads for one in days if one.reads is not None}
    return {
        "days": days,
        "follower_chart": charts.line(followers),
        "read_chart": charts.line(reads, from_zero=True),
        "indices": account.indices.all()[:10],
        "posts": account.seen_posts.all()[:10],
    }


def _health(account: Account) -> Context:
    past = account.alerts.filter(state=Alert.State.SETTLED).order_by("-settled_at")[:10]
    sampled = account.inspections.select_related("inspection").prefetch_related("findings").order_by("-pk")[:8]
    return {"past": past, "inspections": sampled}


_TAB = {"facts": _facts, "filings": _filings, "figures": _figures, "health": _health}


def _name(field: str) -> str:
    own = {"is_in_use": _("in use and right"), "has_interaction": _("readers can answer")}
    return own.get(field) or str(label(field))


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return str(value["name"])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(Sector(value).label) if value in Sector.values else str(value or "")
