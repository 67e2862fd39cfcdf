"""What content apps may hear from a review. Each is sent inside the transaction that decides, with `review=`.

A receiver calls one action of its own app; if it raises, the decision is undone with it, so that nothing is ever
approved without its effect.
"""

from django.dispatch import Signal

approved = Signal()
sent_back = Signal()
cancelled = Signal()
