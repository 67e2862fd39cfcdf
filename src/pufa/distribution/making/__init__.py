"""How a rule brings an approved text into other shapes. Plain Python but for the look at the law library's grammar."""
