"""Reading the matrix; nothing here writes."""
