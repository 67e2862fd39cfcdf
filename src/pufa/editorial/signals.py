"""What apps above may hear of a piece, sent inside the transaction that writes it.

`published` with `piece`, `revision_id`, `now`: that revision is now what the public reads, first or anew.
`withdrawn` with `piece`, `reason`, `by`, `now`: the public no longer reads it.
If a receiver raises, the deed is undone with it.
"""

from django.dispatch import Signal

published = Signal()
withdrawn = Signal()
