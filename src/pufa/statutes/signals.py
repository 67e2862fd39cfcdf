"""What others may hear of the library."""

from django.dispatch import Signal

# Sent after an import, in its transaction, with slugs (of the laws added or changed) and now.
laws_changed = Signal()
