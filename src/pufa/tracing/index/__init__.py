"""Which originals may a page be a copy of? Their fingerprints on disk, looked up in time that hardly grows with
their number.

`Index.open(folder)` gives it to read, with `writable=True` to change; `rebuild(folder, pairs)` makes it anew. A
kill or a
power cut at any moment leaves an index that opens.
"""

from pufa.tracing.index.candidates import Candidate
from pufa.tracing.index.faults import IndexBusyError, IndexDamagedError, IndexFaultError
from pufa.tracing.index.store import Index, rebuild

__all__ = ["Candidate", "Index", "IndexBusyError", "IndexDamagedError", "IndexFaultError", "rebuild"]
