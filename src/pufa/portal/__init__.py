"""The public site: home, search, feeds, the elders' version."""
