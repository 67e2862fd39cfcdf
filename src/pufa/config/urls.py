"""All addresses: the desk, our public views, and last Wagtail's pages."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("desk/", include("pufa.accounts.urls")),
    path("desk/reviews/", include("pufa.review.urls")),
    path("desk/figures/", include("pufa.insights.desk_urls")),
    path("desk/audit/", include("pufa.audit.urls")),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("figures/", include("pufa.insights.urls")),
    path("design/", include("pufa.ui.urls")),
    path("", include("pufa.portal.urls")),
    path("", include(wagtail_urls)),
]
handler404 = "pufa.portal.views.not_found"
