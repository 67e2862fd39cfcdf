"""Who reprinted us: finds copies of what was published, however disguised, and says what was done to them."""
