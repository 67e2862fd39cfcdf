"""Forms for figures: the upload, which column is which, the decision, an index, connector and credential."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.matrix import registry
from pufa.matrix.figure_files import Opened
from pufa.matrix.forms.register import day_field, month_ago, text_field
from pufa.matrix.models import Account, Platform
from pufa.matrix.queries import register

ROLES = (
    ("", _("leave out")), ("account", _("account")), ("platform", _("platform")), ("day", _("day")),
    ("followers", _("followers")), ("reads", _("reads of a day")), ("likes", _("likes")), ("comments", _("comments")),
    ("shares", _("shares")), ("posts", _("posts")),
)  # fmt: skip


class FiguresForm(forms.Form):
    """A table of figures, and whose it is where no column says it."""

    file = forms.FileField(
        label=_("Table"), help_text=_("The platform's own export, or a table with account, day and figures.")
    )
    account = forms.ModelChoiceField(
        Account.objects.none(), label=_("Account"), required=False, help_text=_("For a table of one account.")
    )
    platform = forms.ModelChoiceField(
        Platform.objects.filter(is_active=True),
        label=_("Platform"),
        required=False,
        help_text=_("Where names stand in the table that are used on several platforms."),
    )

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, person: User) -> None:
        super().__init__(data, files)
        choice = self.fields["account"]
        if isinstance(choice, forms.ModelChoiceField):
            own = register.visible_to(person).filter(state=Account.State.ACTIVE)
            choice.queryset = own.select_related("platform").order_by("name", "platform__position")


class MappingForm(forms.Form):
    """Which column is which."""

    def __init__(self, data: QueryDict | None = None, *, opened: Opened) -> None:
        super().__init__(data)
        for place, title, role, samples in opened.samples():
            shown = "、".join(text for text in samples if text)
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=title, choices=ROLES, required=False, initial=role, help_text=shown[:60]
            )

    def roles(self) -> dict[int, str]:
        """Place -> role."""
        return {int(name.removeprefix("column_")): role for name, role in self.cleaned_data.items() if role}


class ReasonForm(forms.Form):
    """Why figures are right or wrong."""

    reason = text_field(_("Why"), rows=2)


class IndexForm(forms.Form):
    """Over which days an index is reckoned."""

    first_day = day_field(_("From"), initial=month_ago)
    last_day = day_field(_("To"))


class ConnectorForm(forms.Form):
    """Through what an account is reached."""

    connector = forms.ChoiceField(label=_("Connector"))

    def __init__(self, data: QueryDict | None = None, *, account: Account) -> None:
        super().__init__(data, initial={"connector": account.connector})
        choices = [(kind.name, _label(kind)) for kind in registry.kinds()]
        self.fields["connector"] = forms.ChoiceField(label=_("Connector"), choices=choices)


class CredentialForm(forms.Form):
    """What the platform asks for; what is kept already is never shown."""

    expires_on = day_field(_("Valid until, if you know it"), required=False)

    def __init__(self, data: QueryDict | None = None, *, kind: registry.Kind) -> None:
        super().__init__(data)
        self.kind = kind
        for field in kind.fields:
            widget = forms.PasswordInput if field.is_secret else forms.TextInput
            self.fields[f"value_{field.name}"] = forms.CharField(
                label=_label(field),
                help_text=field.help_zh if _is_chinese() else field.help,
                required=field.is_required,
                max_length=4000,
                widget=widget(attrs={"autocomplete": "off"}),
            )
        self.order_fields([*(f"value_{field.name}" for field in kind.fields), "expires_on"])

    def values(self) -> dict[str, str]:
        """What was entered, by the kind's names."""
        return {
            name.removeprefix("value_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("value_") and value
        }


def _label(thing: Any) -> str:
    return str(thing.label_zh if _is_chinese() else thing.label)


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")
