"""Addresses at the desk, below /desk/matrix/."""

from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pufa.matrix.views import figures, filings, health, inspections, register, suspects

app_name = "matrix_desk"
urlpatterns = decorate_urlpatterns(
    [
        path("", register.accounts, name="register"),
        path("export/", register.export, name="export"),
        path("import/", register.upload, name="import"),
        path("import/confirm/", register.confirm, name="import_confirm"),
        path("import/template/", register.template, name="import_template"),
        path("new/", filings.opening, name="opening"),
        path("<int:pk>/", register.account, name="account"),
        path("<int:pk>/contact/", register.show_contact, name="contact"),
        path("<int:pk>/picture/", register.portrait, name="portrait"),
        path("<int:pk>/noticed/", register.notice, name="notice"),
        path("<int:pk>/interaction/", register.interaction, name="interaction"),
        re_path(r"^(?P<pk>\d+)/file/(?P<kind>change|hand-over|check|closing)/$", filings.file, name="file"),
        path("<int:pk>/index/", figures.index, name="index"),
        path("<int:pk>/connector/", figures.connector, name="connector"),
        path("<int:pk>/credential/", figures.credential, name="credential"),
        path("<int:pk>/credential/remove/", figures.remove_credential, name="remove_credential"),
        path("filings/", filings.filings, name="filings"),
        path("filings/<int:pk>/", filings.filing, name="filing"),
        path("filings/<int:pk>/withdraw/", filings.withdraw, name="withdraw"),
        path("figures/", figures.batches, name="batches"),
        path("figures/new/", figures.upload, name="bring"),
        path("figures/columns/", figures.mapping, name="mapping"),
        path("figures/<int:pk>/", figures.batch, name="batch"),
        path("health/", health.health, name="health"),
        path("health/rules/", health.rules, name="rules"),
        path("health/rules/new/", health.rule, name="new_rule"),
        path("health/rules/<int:pk>/", health.rule, name="rule"),
        path("checks/", inspections.inspections, name="inspections"),
        path("checks/draw/", inspections.draw, name="draw"),
        path("checks/<int:pk>/", inspections.inspection, name="inspection"),
        path("checks/<int:pk>/close/", inspections.close, name="close_inspection"),
        path("checks/<int:pk>/report.docx", inspections.word, name="report"),
        path("checks/sampled/<int:pk>/finding/", inspections.add_finding, name="add_finding"),
        path("checks/sampled/<int:pk>/judge/", inspections.judge, name="judge"),
        path("checks/findings/<int:pk>/answer/", inspections.answer, name="answer"),
        path("checks/findings/<int:pk>/rule/", inspections.rule, name="rule_finding"),
        path("lookalikes/", suspects.suspects, name="suspects"),
        path("lookalikes/new/", suspects.new, name="new_suspect"),
        path("lookalikes/import/", suspects.upload, name="import_suspects"),
        path("lookalikes/<int:pk>/", suspects.suspect, name="suspect"),
    ],
    never_cache,
)
