"""How a rule brings an approved text into other shapes: the same every time, out of its own words."""
