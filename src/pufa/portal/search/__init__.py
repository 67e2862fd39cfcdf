"""Search over everything published: `find` for readers, `rebuild` for the office; the index lies on disk."""

from pufa.portal.search.filling import rebuild
from pufa.portal.search.finding import Hit, Results, find

__all__ = ["Hit", "Results", "find", "rebuild"]
