"""What the stock is made of."""

from pufa.materials.models.orders import Order
from pufa.materials.models.stock import Balance, Kind, Movement, Place
from pufa.materials.models.titles import Edition, Form, PrintRun, Title

__all__ = ["Balance", "Edition", "Form", "Kind", "Movement", "Order", "Place", "PrintRun", "Title"]
