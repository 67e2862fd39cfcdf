"""Works, their media and awards, requests to reuse them, and the heritage the programme draws on."""

from pufa.works.models.heritage import Heritage, HeritageUse
from pufa.works.models.uploads import Upload
from pufa.works.models.works import Award, Level, Licence, Media, Rendition, Request, Work, WorkKind

__all__ = [
    "Award", "Heritage", "HeritageUse", "Level", "Licence", "Media", "Rendition", "Request", "Upload", "Work",
    "WorkKind",
]  # fmt: skip
