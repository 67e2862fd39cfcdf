"""The living page: every part of the design system in every state, with sample texts."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.ui import living, samples

THEMES = ("light", "dark", "contrast")


class SampleForm(forms.Form):
    """Shows fields at rest and with errors."""

    name = forms.CharField(label=_("Your name"), help_text=_("As it should stand on the list"))
    phone = forms.RegexField(
        r"^1\d{10}$",
        label=_("Mobile number"),
        error_messages={"invalid": _("A mobile number has 11 digits; please look at it again.")},
    )
    day = forms.ChoiceField(label=_("Which day"), choices=[("1", "11月26日"), ("2", "11月28日")], required=False)
    note = forms.CharField(label=_("Anything we should know"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class SampleFilter(forms.Form):
    """Shows a filter bar."""

    q = forms.CharField(label=pgettext_lazy("ui", "Title"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("ui", "State"), choices=[("", "全部"), ("1", "待复审")], required=False
    )


def living_page(request: HttpRequest) -> HttpResponse:
    """All parts, all states; ?theme= shows one theme whatever the reader's device wants."""
    wanted = request.GET.get("theme", "")
    context = (
        samples.frame()
        | living.parts()
        | {
            "forced_theme": wanted if wanted in THEMES else "",
            "form": SampleForm(auto_id="rest_%s"),
            "wrong_form": SampleForm({"phone": "138"}, auto_id="wrong_%s"),
            "filter_form": SampleFilter(auto_id="filter_%s"),
            "page": Paginator(range(200), 10).page(5),
        }
    )
    return render(request, "ui/living_page.html", context)


def example(request: HttpRequest, name: str) -> HttpResponse:
    """One whole sample page: home, piece, search, law or elders. Raises Http404 for another name."""
    if name not in samples.EXAMPLES:
        raise Http404(name)
    wanted = request.GET.get("theme", "")
    context = (
        samples.frame()
        | samples.EXAMPLES[name]()
        | {
            "forced_theme": wanted if wanted in THEMES else "",
            "elders": samples.elders_controls(request.GET),
        }
    )
    return render(request, f"ui/examples/{name}.html", context)
