"""Addresses of the app."""

from django.urls import path, register_converter

from pufa.audit import views


class FormConverter:
    """The forms an export can take."""

    regex = "xlsx|jsonl"

    def to_python(self, value: str) -> str:
        """The form."""
        return value

    def to_url(self, value: str) -> str:
        """The form."""
        return value


register_converter(FormConverter, "audit_form")
app_name = "audit"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("verify/", views.verify, name="verify"),
    path("export.<audit_form:form>", views.export, name="export"),
    path("<int:seq>/", views.entry, name="entry"),
]
