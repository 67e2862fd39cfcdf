"""The design system is tested by itself: no middleware and no context from the storeys above."""

import copy

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def alone(settings: Settings) -> None:
    """Leave only our own middleware and Django's plainest context."""
    settings.MIDDLEWARE = ["pufa.ui.middleware.ContentSecurityPolicy"]
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"] = ["django.template.context_processors.request"]
    settings.TEMPLATES = templates
    settings.LANGUAGE_CODE = "zh-hans"
