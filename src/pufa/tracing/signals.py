"""What other rooms may hear of tracing; sent inside the transaction, by `forwards.py` only."""

from django.dispatch import Signal

# Both carry forward=forwards.Forward: a page holds a piece of ours in a form the programme is glad of, or no longer.
forward_found = Signal()
forward_lost = Signal()
