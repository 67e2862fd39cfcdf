"""Addresses of the app, all below /desk/."""

from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pufa.accounts.views import account, doors, imports, organisations, people

# Below the room each table belongs to, so that the menu shows where one is.
TABLES = ("(?P<kind>people|organisations)/import/", "organisations/import/(?P<kind>districts)/")
app_name = "accounts"
_pages: list[URLPattern] = [
    path("sign-in/", doors.sign_in, name="sign_in"),
    path("sign-in/code/", doors.second_factor, name="second_factor"),
    path("sign-out/", doors.sign_out, name="sign_out"),
    # Wagtail's own addresses come after ours, so these two stand in for them.
    path("login/", doors.wagtail_sign_in, name="wagtail_sign_in"),
    path("logout/", doors.sign_out, name="wagtail_sign_out"),
    path("invitation/<str:token>/", doors.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/look/", account.look, name="look"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/second-factor/", account.set_up_second_factor, name="set_up_second_factor"),
    path("account/second-factor/again/", account.second_factor_again, name="second_factor_again"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end_session"),
    path("account/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    path("people/", people.people, name="people"),
    path("people/export/", people.export_people, name="export_people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/phone/", people.show_phone, name="show_phone"),
    path("people/<int:pk>/invite/", people.invite, name="invite"),
    path("people/<int:pk>/act/", people.act_on_person, name="act_on_person"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/export/", organisations.export_organisations, name="export_organisations"),
    path("organisations/new/", organisations.new_organisation, name="new_organisation"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
]
for _table in TABLES:
    _pages += [
        re_path(rf"^{_table}$", imports.upload, name="import"),
        re_path(rf"^{_table}confirm/$", imports.confirm, name="import_confirm"),
        re_path(rf"^{_table}template/$", imports.template, name="import_template"),
    ]
urlpatterns: list[URLPattern] = decorate_urlpatterns(_pages, never_cache)
