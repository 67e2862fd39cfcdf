"""Programme figures, each of which opens to the entries behind it."""
