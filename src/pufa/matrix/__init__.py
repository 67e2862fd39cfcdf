"""The matrix: the city's accounts on every platform in one register, their health and figures, and the way to reach them.

Owns accounts, filings, credentials and figures; `connectors/` speak with the platforms and know none of these.
"""
