"""All addresses: the desk, our public views, and last Wagtail's pages."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

from pufa.config import api

urlpatterns = [
    path("desk/", include("pufa.accounts.urls")),
    path("desk/reviews/", include("pufa.review.urls")),
    path("desk/figures/", include("pufa.insights.desk_urls")),
    path("desk/audit/", include("pufa.audit.urls")),
    path("desk/matrix/", include("pufa.matrix.desk_urls")),
    path("desk/activities/", include("pufa.events.desk_urls")),
    path("desk/lectures/", include("pufa.lectures.desk_urls")),
    path("desk/conventions/", include("pufa.pledges.desk_urls")),
    path("desk/works/", include("pufa.works.desk_urls")),
    path("desk/forums/", include("pufa.festivals.desk_urls")),
    path("desk/materials/", include("pufa.materials.desk_urls")),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/", api.page, name="api"),
    path("api/openapi.json", api.openapi, name="openapi"),
    path("api/", api.api.urls),
    re_path(r"^api/.", api.nothing),
    path("figures/", include("pufa.insights.urls")),
    path("law/", include("pufa.statutes.urls")),
    path("accounts/", include("pufa.matrix.urls")),
    path("calendar/", include("pufa.distribution.calendar_feed_urls")),
    path("activities/", include("pufa.events.urls")),
    path("materials/", include("pufa.materials.urls")),
    path("forums/", include("pufa.festivals.urls")),
    path("lectures/", include("pufa.lectures.urls")),
    path("conventions/", include("pufa.pledges.urls")),
    path("works/", include("pufa.works.urls")),
    path("design/", include("pufa.ui.urls")),
    path("", include("pufa.portal.urls")),
    # Of Wagtail's public addresses only the pages: its own sign-in there knows neither lockout nor second factor.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
handler404 = "pufa.portal.views.not_found"
