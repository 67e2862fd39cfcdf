"""Search in the articles of laws by lay questions: `find` for readers, `ranked` for batches; the index lies on disk."""

from pufa.statutes.search.filling import rebuild
from pufa.statutes.search.finding import Hit, find, law_names, ranked
from pufa.statutes.search.index import IndexBusyError
from pufa.statutes.search.spelling import did_you_mean, suggestions

__all__ = ["Hit", "IndexBusyError", "did_you_mean", "find", "law_names", "ranked", "rebuild", "suggestions"]
