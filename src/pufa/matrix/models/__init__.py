"""The tables of the matrix: register, filings, credentials, posts and figures, health, inspections, look-alikes."""

from pufa.matrix.models.credentials import Credential
from pufa.matrix.models.figures import AccountFigure, CallCount, FigureBatch, IndexKind, IndexValue, Post
from pufa.matrix.models.filings import Filing
from pufa.matrix.models.health import Alert, HealthRule, NoticedChange, RuleKind
from pufa.matrix.models.inspections import Inspection, InspectionFinding, Sampled
from pufa.matrix.models.register import Account, Platform, Portrait, Sector
from pufa.matrix.models.suspects import Suspect

__all__ = [
    "Account",
    "AccountFigure",
    "Alert",
    "CallCount",
    "Credential",
    "FigureBatch",
    "Filing",
    "HealthRule",
    "IndexKind",
    "IndexValue",
    "Inspection",
    "InspectionFinding",
    "NoticedChange",
    "Platform",
    "Portrait",
    "Post",
    "RuleKind",
    "Sampled",
    "Sector",
    "Suspect",
]
