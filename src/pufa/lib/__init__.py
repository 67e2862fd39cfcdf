"""Plain Python that every storey may use: text, time, settings, web pages. Knows no Django."""
