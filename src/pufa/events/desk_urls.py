"""Addresses at the desk, below /desk/activities/."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pufa.events.views import activities, campaigns

app_name = "events_desk"
urlpatterns = decorate_urlpatterns(
    [
        path("", activities.activities, name="activities"),
        path("activities.xlsx", activities.export, name="file"),
        path("to-record/", activities.to_record, name="to_record"),
        path("map/", activities.by_district, name="map"),
        path("new/", activities.plan, name="plan"),
        path("import/", activities.take_over, name="import"),
        path("<int:pk>/", activities.activity, name="activity"),
        path("<int:pk>/change/", activities.change, name="change"),
        path("<int:pk>/announce/", activities.announce, name="announce"),
        path("<int:pk>/another/", activities.say_another, name="say_another"),
        path("pictures/<int:pk>/remove/", activities.remove_picture, name="remove_picture"),
        path("campaigns/", campaigns.campaigns, name="campaigns"),
        path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
        path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
        path("theme-days/<int:pk>/report.docx", campaigns.theme_day_report, name="report"),
        path("theme-days/<int:pk>/poster.pdf", campaigns.poster, name="poster"),
    ],
    never_cache,
)
