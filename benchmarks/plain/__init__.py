"""A plain Wagtail site with one page: what the front is compared with."""
