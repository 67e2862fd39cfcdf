"""What can be wrong with an index."""


class IndexFaultError(Exception):
    """Anything wrong with an index on disk; the text says what to do."""


class IndexDamagedError(IndexFaultError):
    """Files are missing, cut short or of another version: rebuild."""


class IndexBusyError(IndexFaultError):
    """Another process is writing."""
