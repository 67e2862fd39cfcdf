"""Search in the articles of laws by lay questions: `find` for readers, `ranked` for batches; the index lies on disk."""

from pufa.statutes.search.filling import rebuild
from pufa.statutes.search.finding import Hit, find, law_names, ranked
from pufa.statutes.search.index import IndexBusyError

__all__ = ["Hit", "IndexBusyError", "find", "law_names", "ranked", "rebuild"]
