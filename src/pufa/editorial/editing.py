"""The form behind Wagtail's editor of a piece."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.forms.pages import WagtailAdminPageForm

from pufa.editorial import queries
from pufa.editorial.models import Issue, PiecePage


class PieceForm(WagtailAdminPageForm):
    """The editor's form: offers only issues of the right brand, and notes who confirmed the source of a reprint."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if "issue" in fields:
            fields["issue"].queryset = self._issues

    @cached_property
    def _issues(self) -> Any:
        path = self.instance.path or getattr(self.parent_page, "path", "")
        brand = queries.brand_above(path)
        found = Issue.objects.select_related("brand").order_by("-number")
        return found.filter(brand=brand) if brand else found

    def save(self, commit: bool = True) -> PiecePage:  # noqa: FBT002  (Django's signature)
        """Keeps the name of whoever says that the source was checked."""
        piece: PiecePage = super().save(commit=False)
        if not piece.source_checked:
            piece.source_checked_by = None
        elif "source_checked" in self.changed_data or piece.source_checked_by is None:
            piece.source_checked_by = self.for_user
        return super().save(commit=commit)
