"""小板凳课堂: kits by form and topic, lecturers, visits recorded where there is no network."""
