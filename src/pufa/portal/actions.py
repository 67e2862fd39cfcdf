"""Opens the site of a programme and changes what it says of itself."""

from datetime import datetime
from typing import Final

from django.db import transaction
from wagtail.models import Page, Site

from pufa.audit import actions as audit_actions
from pufa.portal.models import HomePage, SiteSettings

HOME_SLUG: Final = "home"
# What may be said of the site: our word for it, and the column of `SiteSettings`.
SITE_TEXTS: Final = {
    "name": "name",
    "office": "office",
    "phone": "phone",
    "motto": "motto",
    "icp": "icp",
    "police_no": "police_no",
    "notice": "sample_note",
    "questions": "questions",
    "hotlines": "hotlines",
    "accessibility_contact": "accessibility_contact",
}


@transaction.atomic
def start_site(
    *,
    name: str,
    office: str,
    by: audit_actions.Actor | None,
    hostname: str = "localhost",
    now: datetime | None = None,
    **text: str,
) -> HomePage:
    """Make the home page and put it at the root of the site, in place of Wagtail's greeting.

    `text` as for `change_site`; `hostname` is only what Wagtail's list of sites shows. Raises ValueError when there is
    a home page already, ValidationError for texts that do not fit.
    """
    if HomePage.objects.exists():
        raise ValueError("this installation has a home page")
    root = Page.get_first_root_node()
    greeting = list(root.get_children())
    home = root.add_child(instance=HomePage(title=name, slug=f"{HOME_SLUG}-new", live=True))
    home.save_revision(clean=False).publish()
    site, _is_new = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": hostname, "root_page": home, "site_name": name}
    )
    for page in greeting:
        page.specific.delete()
    home = HomePage.objects.get(pk=home.pk)
    home.slug = HOME_SLUG
    home.save()
    change_site(site=site, by=by, now=now, name=name, office=office, **text)
    return home


@transaction.atomic
def change_site(
    *, site: Site, by: audit_actions.Actor | None, now: datetime | None = None, **text: str
) -> SiteSettings:
    """Change what the site says of itself; what is not given stays.

    `text` by the names in `SITE_TEXTS`; `questions` and `hotlines` are one to a line. Raises KeyError for another name,
    ValidationError for a text that does not fit.
    """
    settings = SiteSettings.objects.filter(site=site).first() or SiteSettings(site=site)
    for field, value in text.items():
        setattr(settings, SITE_TEXTS[field], value)
    settings.full_clean()
    settings.save()
    audit_actions.record(
        by=by, verb="site.changed", key=f"site:{site.pk}", title=settings.name, detail={"fields": sorted(text)}, now=now
    )
    return settings
