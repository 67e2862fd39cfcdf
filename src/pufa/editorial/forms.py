"""What people type at the desk's pages of pieces; a form does its one action and says its refusal itself."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from pufa.accounts import queries as accounts_queries
from pufa.accounts.models import Role, User
from pufa.editorial import actions, desk, queries
from pufa.editorial.errors import AlreadyImportedError, EditorialError
from pufa.editorial.models import Issue, PageImport, PiecePage, SeriesPage
from pufa.lib import clock
from pufa.review.errors import ReviewError

Refused = (EditorialError, ReviewError)
INDENT = "　"
if TYPE_CHECKING:
    PageChoice = forms.ModelChoiceField[Page]
    IssueModelForm = forms.ModelForm[Issue]
else:
    PageChoice, IssueModelForm = forms.ModelChoiceField, forms.ModelForm


class ShelfField(PageChoice):
    """Brands and series as a tree."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Page.objects.none(), **options)

    def label_from_instance(self, obj: Page) -> str:
        """The title, a series set in below its brand."""
        return f"{INDENT if obj.content_type.model == 'seriespage' else ''}{obj.title}"


class ListForm(forms.Form):
    """Filters of the list; what cannot be understood filters nothing."""

    q = forms.CharField(label=_("Search in titles and keywords"), required=False, max_length=100)
    shelf = ShelfField(label=_("Brand or series"), required=False, empty_label=pgettext_lazy("shelf", "everywhere"))
    state = forms.ChoiceField(label=_("State"), required=False)
    author = forms.ModelChoiceField(
        label=_("Editor"), required=False, queryset=User.objects.none(), empty_label=_("everybody")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["shelf"].queryset = queries.shelves().select_related("content_type")
        fields["state"].choices = [("", _("every state")), *desk.PieceState.choices]
        fields["author"].queryset = accounts_queries.people_with_role(Role.EDITOR)

    def chosen(self) -> dict[str, Any]:
        """The filters that were understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ImportForm(forms.Form):
    """A saved page as a file, or the address of one."""

    file = forms.FileField(
        label=_("Saved page"), required=False, help_text=_("A page saved by the browser (HTML) or a text file.")
    )
    address = forms.URLField(
        label=_("or its address"), required=False, max_length=2000, assume_scheme="https",
        help_text=_("It is fetched in the background; addresses inside our own network are refused."),
    )  # fmt: skip
    parent = ShelfField(label=_("File it under"))

    def __init__(self, data: Any = None, files: Any = None, *, by: User, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        self.by = by
        self.known: PiecePage | None = None
        fields: dict[str, Any] = self.fields
        fields["parent"].queryset = queries.shelves().select_related("content_type")

    def clean(self) -> dict[str, Any]:
        """One of the two, not both, and not too large."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("file")) == bool(given.get("address")):
            raise forms.ValidationError(_("Choose a file or type an address: one of the two."))
        if given.get("file") and given["file"].size > settings.IMPORT_MAX_BYTES:
            size = settings.IMPORT_MAX_BYTES // 1024 // 1024
            self.add_error("file", _("The file is larger than %(size)d MB.") % {"size": size})
        return given

    def run(self) -> PiecePage | PageImport | None:
        """The draft of a file, the request to fetch an address, or None when it was refused."""
        if not self.is_valid():
            return None
        file, shelf = self.cleaned_data["file"], self.cleaned_data["parent"].specific
        try:
            if file:
                return actions.import_file(data=file.read(), name=file.name, parent=shelf, by=self.by)
            return actions.request_import(address=self.cleaned_data["address"], parent=shelf, by=self.by)
        except AlreadyImportedError as error:
            self.known = error.piece
            self.add_error(None, str(error))
        except EditorialError as error:
            self.add_error(None, str(error))
        return None


class PieceDeed(forms.Form):
    """A form for one deed on one piece by one person."""

    def __init__(self, data: Any = None, *, piece: PiecePage, by: User) -> None:
        super().__init__(data)
        self.piece = piece
        self.by = by

    def act(self) -> None:
        """Does the deed with the cleaned data."""
        raise NotImplementedError

    def run(self) -> bool:
        """Whether the deed was done; a refusal becomes an error of the form."""
        if not self.is_valid():
            return False
        try:
            self.act()
        except Refused as error:
            self.add_error(None, str(error))
            return False
        return True


class SubmitForm(PieceDeed):
    """Handing in for three reviews: how fast, and when it is to be published."""

    track = forms.ChoiceField(
        label=_("Track"), choices=[("normal", _("Normal")), ("urgent", _("Urgent"))], initial="normal",
        widget=forms.RadioSelect,
    )  # fmt: skip
    publish_at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        help_text=_("Empty: as soon as it is approved."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def __init__(self, data: Any = None, *, piece: PiecePage, by: User) -> None:
        super().__init__(data, piece=piece, by=by)
        if not settings.REVIEW["urgent_enabled"]:
            fields: dict[str, Any] = self.fields
            fields["track"].choices = [("normal", _("Normal"))]

    def clean_publish_at(self) -> Any:
        """A time to come."""
        moment = self.cleaned_data["publish_at"]
        if moment and moment <= clock.now():
            raise forms.ValidationError(_("This time is over. Leave it empty or choose a later one."))
        return moment

    def act(self) -> None:
        """Submits."""
        given = self.cleaned_data
        actions.submit(piece=self.piece, by=self.by, urgent=given["track"] == "urgent", publish_at=given["publish_at"])


class WithdrawForm(PieceDeed):
    """Taking back a public piece, or stopping one that waits for its hour."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It is shown to the public on the page of corrections and withdrawals."),
    )

    def act(self) -> None:
        """Withdraws or stops."""
        act = actions.withdraw if self.piece.live else actions.cancel_schedule
        act(piece=self.piece, by=self.by, reason=self.cleaned_data["reason"])


class IssueForm(IssueModelForm):
    """A numbered issue of a brand."""

    class Meta:
        model = Issue
        fields = ("brand", "series", "number", "title", "published_on")
        widgets = {"published_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: Any = None, *, instance: Issue | None = None, by: User) -> None:
        super().__init__(data, instance=instance)
        self.by = by
        fields: dict[str, Any] = self.fields
        fields["series"].queryset = SeriesPage.objects.order_by("path")
        if instance is not None:
            fields["brand"].disabled = True

    def run(self) -> bool:
        """Whether the issue was kept; a refusal becomes an error of the form."""
        if not self.is_valid():
            return False
        given = dict(self.cleaned_data)
        try:
            if self.instance.pk:
                given.pop("brand")
                actions.change_issue(issue=self.instance, by=self.by, **given)
            else:
                actions.create_issue(by=self.by, **given)
        except EditorialError as error:
            self.add_error(None, str(error))
            return False
        return True
