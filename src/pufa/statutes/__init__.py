"""The statute library: laws by article, version and day, where they come from, and the pages that show them.

Owns laws, their versions, divisions and articles, and the report of each import. Knows no piece and no search.
"""
