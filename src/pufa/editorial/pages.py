"""What stands on the desk's pages of pieces, beside their rows."""

from typing import Any

from django.core.paginator import Page as ListPage
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.editorial import citing, desk
from pufa.editorial.models import ImportState, Issue, LawCitation, Looked, PageImport

Context = dict[str, Any]


def piece_list(form: Any, query: QueryDict, person: User) -> Context:
    """Filters, the states as tabs with their counts, and what this person can begin here."""
    kept = query.copy()
    kept.pop("page", None)
    return {
        "title": _("Pieces"),
        "subtitle": _("Everything that was written, and where it is on its way."),
        "form": form,
        "tabs": _tabs(kept),
        "is_filtered": bool(form.chosen()),
        "page_query": f"{kept.urlencode()}&" if kept else "",
        "export_url": f"{reverse('editorial:export')}?{kept.urlencode()}",
        "is_editor": person.has_role(Role.EDITOR),
        "can_file": person.has_role(Role.EDITOR) or person.has_role(Role.OFFICE),
        "may_withdraw": person.has_role(Role.OFFICE) or person.has_role(Role.FINAL_REVIEWER),
        "empty": {
            "icon": "file-text",
            "title": _("No piece here"),
            "text": _("Write one under a brand or series, or import a page."),
            "verb": _("Import a page"),
            "url": reverse("editorial:import_page") if person.has_role(Role.EDITOR) else "",
        },
    }


def _tabs(query: QueryDict) -> list[Context]:
    counts, chosen = desk.count_by_state(), query.get("state", "")
    states = [("", _("All"), sum(counts.values()))]
    states += [(state.value, str(state.label), counts[state.value]) for state in desk.PieceState]
    tabs = []
    for value, label, count in states:
        address = query.copy()
        address["state"] = value
        tabs.append({"label": label, "count": count, "url": f"?{address.urlencode()}", "current": value == chosen})
    return tabs


def _crumbs(*more: tuple[str, str]) -> list[Context]:
    return [{"label": label, "url": url} for label, url in ((_("Pieces"), reverse("editorial:pieces")), *more)]


def import_page(form: Any) -> Context:
    """The form for importing."""
    title = _("Import a page")
    subtitle = _("A news page becomes a draft without site clutter and planted readings; where it came from is kept.")
    return {"title": title, "subtitle": subtitle, "crumbs": _crumbs((title, "")), "form": form}


def import_progress(asked: PageImport) -> Context:
    """How far it is."""
    title = _("Import a page")
    crumbs = _crumbs((title, reverse("editorial:import_page")), (asked.address, ""))
    steps = [
        {"label": _("Asked"), "is_done": True},
        {"label": _("Fetched and read"), "is_done": asked.state == ImportState.DONE},
        {"label": _("Draft made"), "is_done": asked.state == ImportState.DONE},
    ]
    return {"title": title, "subtitle": asked.address, "crumbs": crumbs, "asked": asked, "steps": steps}


def deed(form: Any, name: str) -> Context:
    """The form for submitting or withdrawing one piece."""
    title = {"submit": _("Submit for three reviews"), "withdraw": _("Withdraw")}[name]
    piece = form.piece.get_latest_revision_as_object() if name == "submit" else form.piece
    edit = reverse("wagtailadmin_pages:edit", args=[form.piece.pk])
    crumbs = _crumbs((piece.title, edit), (title, ""))
    return {"title": title, "subtitle": piece.title, "crumbs": crumbs, "form": form, "piece": piece, "back": edit}


def issue_list(page: ListPage[Issue], person: User) -> Context:
    """All issues."""
    title = _("Issues")
    return {"title": title, "crumbs": _crumbs((title, "")), "page": page, "person": person}


def law_changes(page: ListPage[LawCitation], which: str, person: User) -> Context:
    """Pieces whose cited article changed, to look at or looked at."""
    title = _("Changed laws")
    tabs = [
        {"label": str(tab.label), "url": f"?state={tab.value}", "current": tab.value == which, "count": count}
        for tab, count in ((Looked.OPEN, citing.change_count()), (Looked.DONE, citing.changes(Looked.DONE).count()))
    ]
    return {
        "title": title,
        "subtitle": _("Public pieces that cite an article which no longer reads as it did when they were published."),
        "crumbs": _crumbs((title, "")),
        "page": page,
        "rows": [{"citation": one, "compare_url": citing.comparison_url(one)} for one in page.object_list],
        "tabs": tabs,
        "is_open": which != Looked.DONE,
        "may_look": person.has_role(Role.EDITOR) or person.has_role(Role.OFFICE),
        "page_query": f"state={which}&",
        "empty": {
            "icon": "check",
            "title": _("Nothing here"),
            "text": _("After each import of laws, pieces that cite a changed article stand here."),
        },
    }


def issue(form: Any) -> Context:
    """The form of one issue."""
    title = _("Change the issue") if form.instance.pk else _("New issue")
    return {"title": title, "crumbs": _crumbs((_("Issues"), reverse("editorial:issues")), (title, "")), "form": form}
