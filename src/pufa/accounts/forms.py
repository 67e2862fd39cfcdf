"""What people type in: reading it and saying what is missing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator, RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.users.models import UserProfile

from pufa.accounts.actions.imports.table import MOST_BYTES
from pufa.accounts.models import District, Organisation, OrganisationKind, Role, User

MOST_PASSWORD = 128
PHONE_RULE = RegexValidator(r"^\+?[0-9][0-9-]{2,19}$", _("A phone number consists of digits and hyphens."))


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=MOST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A one-time code or a recovery code."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice; the rules themselves are kept by the actions."""

    new = forms.CharField(
        label=_("New password"),
        max_length=MOST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=MOST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = " ".join(password_validators_help_texts())

    def clean_again(self) -> str:
        """Raises ValidationError when the two differ."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("The two passwords differ."))
        return again


class PasswordForm(NewPasswordForm):
    """The present password and a new one."""

    old = forms.CharField(
        label=_("Present password"),
        max_length=MOST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ("old", "new", "again")


class InvitationForm(NewPasswordForm):
    """The name as one wants it, and a password."""

    name = forms.CharField(label=_("Name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "new", "again")


class LookForm(forms.Form):
    """Language and theme of the desk."""

    language = forms.ChoiceField(label=_("Language"), choices=[("zh-hans", "简体中文"), ("en", "English")])
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[
            (UserProfile.AdminColorThemes.SYSTEM.value, _("As the device")),
            (UserProfile.AdminColorThemes.LIGHT.value, _("Light")),
            (UserProfile.AdminColorThemes.DARK.value, _("Dark")),
        ],
    )


class ChangePersonForm(forms.Form):
    """What is known of a person. The phone number is not shown: an empty field leaves it."""

    name = forms.CharField(label=_("Name"), max_length=40)
    organisation = forms.ModelChoiceField(Organisation.objects.all(), label=_("Organisation"))
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, validators=[PHONE_RULE])
    forget_phone = forms.BooleanField(label=_("Delete the phone number"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        if person is not None:
            known = {field: getattr(person, field) for field in ("name", "organisation", "email")}
            kwargs["initial"] = {**known, "roles": sorted(person.roles())}
        super().__init__(*args, **kwargs)
        if person is None or not person.phone:
            del self.fields["forget_phone"]
        else:
            self.fields["phone"].help_text = _("Known: %(phone)s. Leave empty to keep it.") % {
                "phone": person.phone_masked
            }

    def told(self, person: User) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        if data.pop("forget_phone", False):
            return {**data, "phone": ""}
        return {**data, "phone": data["phone"] or person.phone}


class PersonForm(ChangePersonForm):
    """A new person."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("Letters, digits and @ . + - _; it stays the same for good."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("username", "name", "organisation", "roles", "phone", "email")


class OrganisationForm(forms.Form):
    """An organisation; its code stays the same for good."""

    code = forms.CharField(label=pgettext_lazy("organisation", "Code"), max_length=40)
    name = forms.CharField(label=_("Full name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=30)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    district = forms.ModelChoiceField(District.objects.all(), label=_("District"), required=False)
    parent = forms.ModelChoiceField(Organisation.objects.all(), label=_("Parent organisation"), required=False)

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisation is not None:
            del self.fields["code"]
            self.fields["parent"].queryset = Organisation.objects.exclude(pk=organisation.pk)  # type: ignore[attr-defined]  # its field is a ModelChoiceField


class UploadForm(forms.Form):
    """A table to take over."""

    file = forms.FileField(
        label=_("Excel or CSV file"),
        help_text=_("Up to 1 MB and 5000 rows. Nothing is written before you have seen the preview."),
        validators=[FileExtensionValidator(["xlsx", "csv", "txt"])],
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Raises ValidationError for a file that is too large."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB. Split it."))
        return file


class _FilterForm(forms.Form):
    """A filter over a list: whatever is not understood counts as empty."""

    def arguments(self) -> dict[str, Any]:
        """What the query takes."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or field.empty_value for name, field in self._fields().items()}

    def _fields(self) -> Mapping[str, Any]:
        return self.fields


class PeopleFilter(_FilterForm):
    """Which people to show."""

    text = forms.CharField(label=_("Name, user name or organisation"), max_length=60, required=False)
    role = forms.TypedChoiceField(
        label=_("Role"),
        required=False,
        choices=[
            (
                "",
                _("all"),
            ),
            *Role.choices,
        ],
        empty_value="",
    )
    state = forms.TypedChoiceField(
        label=_("State"),
        required=False,
        empty_value="",
        choices=[("", _("all")), ("active", _("active")), ("off", _("switched off"))],
    )


class OrganisationsFilter(_FilterForm):
    """Which organisations to show."""

    text = forms.CharField(label=_("Name or code"), max_length=60, required=False)
    kind = forms.TypedChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *OrganisationKind.choices], empty_value=""
    )
