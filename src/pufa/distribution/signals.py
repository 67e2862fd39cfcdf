"""What apps above may hear, sent inside the transaction that writes it, with `delivery=` and `now=`."""

from django.dispatch import Signal

delivery_published = Signal()
delivery_withdrawn = Signal()
