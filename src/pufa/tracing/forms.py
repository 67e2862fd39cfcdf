"""What people type in the tracing room; a form does its one action and says its refusal itself."""

import uuid
from typing import IO, TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pufa.accounts.models import Organisation, User
from pufa.lib import weblists
from pufa.tracing import actions, queries, uploads, wording
from pufa.tracing.errors import TracingError
from pufa.tracing.models import (
    BY_HAND,
    Finding,
    FindingState,
    Gathering,
    GatheringKind,
    Kind,
    Watched,
    WatchedKind,
    WebSite,
)

if TYPE_CHECKING:
    WatchedModelForm = forms.ModelForm[Watched]
    SiteModelForm = forms.ModelForm[WebSite]
else:
    WatchedModelForm = SiteModelForm = forms.ModelForm


class ListForm(forms.Form):
    """Filters of the work list; what cannot be understood filters nothing."""

    q = forms.CharField(label=gettext_lazy("Search in titles and addresses"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of copy"), required=False)
    site = forms.CharField(label=gettext_lazy("Site"), required=False, max_length=100)
    piece = forms.ModelChoiceField(
        queries.traced_pieces().none(),
        label=pgettext_lazy("reprint", "Piece"),
        required=False,
        empty_label=gettext_lazy("every piece"),
    )
    since = forms.DateField(label=gettext_lazy("Found from"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=gettext_lazy("to"), required=False, widget=forms.DateInput({"type": "date"}))
    state = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", _("every kind")), *Kind.choices]
        fields["state"].choices = [("", ""), *FindingState.choices]
        fields["piece"].queryset = queries.traced_pieces()

    def chosen(self) -> dict[str, Any]:
        """The filters that were understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ManyFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked as one is."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """All of them; an empty list if there are none."""
        single = super().clean
        given = data if isinstance(data, list | tuple) else [data]
        return [single(one, initial) for one in given if one]


class GatherForm(forms.Form):
    """Addresses, a feed, a site map, a page of links, or saved pages."""

    kind = forms.ChoiceField(label=gettext_lazy("What it begins with"), widget=forms.RadioSelect)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Of the page, the feed, the site map or the page of links."),
    )
    addresses = forms.CharField(
        label=gettext_lazy("Addresses, one a line"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        max_length=2_000_000,
        help_text=gettext_lazy("For a list. Lines that begin with # are passed over."),
    )
    saved = FilesField(
        label=gettext_lazy("Saved pages"),
        required=False,
        help_text=gettext_lazy("HTML, web archives (.mht), text, or a ZIP of them, as the browser saved them."),
    )
    KINDS = (
        GatheringKind.PAGE, GatheringKind.LIST, GatheringKind.FEED, GatheringKind.SITEMAP, GatheringKind.LINKS,
        GatheringKind.FILES,
    )  # fmt: skip
    NEEDED: ClassVar[dict[str, str]] = {GatheringKind.LIST: "addresses", GatheringKind.FILES: "saved"}

    def __init__(self, data: Any = None, files: Any = None, *, by: User) -> None:
        super().__init__(data, files, initial={"kind": GatheringKind.PAGE})
        self.by = by
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(kind.value, kind.label) for kind in self.KINDS]

    def clean(self) -> dict[str, Any]:
        """The field that the kind needs is filled in, and the files are not too large together."""
        given: dict[str, Any] = super().clean() or {}
        needed = self.NEEDED.get(str(given.get("kind")), "address")
        if given.get("kind") and not given.get(needed):
            self.add_error(needed, _("This is needed for what you chose above."))
        if sum(file.size for file in given.get("saved") or []) > settings.UPLOAD_MAX_BYTES:
            size = settings.UPLOAD_MAX_BYTES // 1024 // 1024
            self.add_error("saved", _("The files are larger than %(size)d MB together.") % {"size": size})
        return given

    def run(self) -> Gathering | None:
        """The gathering asked for, or None when it was refused."""
        if not self.is_valid():
            return None
        try:
            return self._ask()
        except TracingError as error:
            self.add_error(None, str(error))
        except weblists.ListError as error:
            self.add_error("addresses", wording.of_error(error))
        return None

    def _ask(self) -> Gathering:
        given = self.cleaned_data
        if given["kind"] == GatheringKind.LIST:
            named = [line for line in given["addresses"].splitlines() if line.strip() and not line.startswith("#")]
            source = _("list of %(count)d addresses") % {"count": len(named)}
            return actions.ask_list(found=[line.split()[0] for line in named], source=source, by=self.by)
        if given["kind"] == GatheringKind.FILES:
            files: list[UploadedFile[Any]] = given["saved"]
            found = uploads.of_files((str(file.name), cast("IO[bytes]", file)) for file in files)
            return actions.ask_files(files=found, source=_names(files), by=self.by)
        return actions.ask(kind=given["kind"], address=given["address"], by=self.by)


def _names(files: list[UploadedFile[Any]]) -> str:
    shown = "、".join(str(file.name) for file in files[:3])
    return shown if len(files) <= 3 else _("%(names)s and %(count)d more") % {"names": shown, "count": len(files) - 3}


class MoveForm(forms.Form):
    """One decision on one finding."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("For a complaint: where it went, and its number."),
    )
    seen = forms.ChoiceField(choices=FindingState.choices, widget=forms.HiddenInput)
    to = forms.ChoiceField(choices=[(state.value, state.value) for state in BY_HAND], widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, finding: Finding, by: User) -> None:
        super().__init__(data, initial={"seen": finding.state}, auto_id="move-%s")
        self.finding, self.by = finding, by

    def run(self) -> bool:
        """Whether it was done; a refusal becomes an error of the form."""
        if not self.is_valid():
            return False
        given = self.cleaned_data
        try:
            actions.move(finding=self.finding, to=given["to"], by=self.by, note=given["note"], seen=given["seen"])
        except TracingError as error:
            self.add_error(None, str(error))
            return False
        return True


class BulkForm(forms.Form):
    """One decision on many findings: first looked at, then done."""

    ids = forms.TypedMultipleChoiceField(coerce=int, required=True, widget=forms.MultipleHiddenInput)
    to = forms.ChoiceField(choices=[(state.value, words) for state, words in BY_HAND.items()], widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("For a complaint: where it went, and its number."),
    )

    def __init__(self, data: Any, *, by: User) -> None:
        super().__init__(data)
        self.by = by
        self.batch: actions.Batch | None = None
        given = [one for one in data.getlist("ids") if one.isdecimal() and len(one) < 19]
        fields: dict[str, Any] = self.fields
        fields["ids"].choices = [(one, one) for one in given]

    def words(self) -> str:
        """What would be done, in the button's words."""
        return str(BY_HAND[FindingState(self.cleaned_data["to"])])

    def looked(self) -> actions.Preview:
        """What it would do. Raises TracingError."""
        return actions.preview(ids=self.cleaned_data["ids"], to=self.cleaned_data["to"], by=self.by)

    def run(self) -> bool:
        """Whether it was done; a refusal becomes an error of the form."""
        given = self.cleaned_data
        try:
            self.batch = actions.move_many(ids=given["ids"], to=given["to"], by=self.by, note=given["note"])
        except TracingError as error:
            self.add_error(None, str(error))
            return False
        return True


class UndoForm(forms.Form):
    """Which decision is taken back."""

    batch = forms.UUIDField()

    def chosen(self) -> uuid.UUID:
        """The batch. Raises TracingError nothing_to_undo."""
        if not self.is_valid():
            raise TracingError(_("There is nothing left to take back."), code="nothing_to_undo")
        found: uuid.UUID = self.cleaned_data["batch"]
        return found


class WatchedForm(WatchedModelForm):
    """A source that is looked at again and again."""

    class Meta:
        model = Watched
        fields = ("name", "kind", "address", "every_hours")
        help_texts = {"address": gettext_lazy("Of the feed, the site map, or the page that links to the posts.")}

    def __init__(self, data: Any = None, *, instance: Watched | None = None, by: User) -> None:
        super().__init__(data, instance=instance)
        self.by = by
        self.known = instance
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = WatchedKind.choices

    def _post_clean(self) -> None:
        """The action checks and writes; the form's own instance stays as it is."""

    def run(self) -> bool:
        """Whether it was kept; a refusal becomes an error of the form."""
        if not self.is_valid():
            return False
        try:
            if self.known is None:
                actions.watch(by=self.by, **self.cleaned_data)
            else:
                actions.change_watched(watched=self.known, by=self.by, **self.cleaned_data)
        except TracingError as error:
            self.add_error("address", ValidationError(str(error)))
            return False
        return True


class SiteForm(SiteModelForm):
    """What a site is called, and whose it is."""

    class Meta:
        model = WebSite
        fields = ("name", "organisation")

    def __init__(self, data: Any = None, *, instance: WebSite, by: User) -> None:
        super().__init__(data, instance=instance)
        self.by = by
        fields: dict[str, Any] = self.fields
        fields["organisation"].queryset = Organisation.objects.order_by("code")
        fields["organisation"].empty_label = pgettext_lazy("site", "nobody we know")

    def run(self) -> bool:
        """Whether it was kept."""
        if not self.is_valid():
            return False
        actions.name_site(site=self.instance, by=self.by, **self.cleaned_data)
        return True
