"""Reads a saved Chinese news page, HTML or plain text, and gives back the article without the site around it."""

from pufa.lib.newspage.page import LARGEST, Credits, NewsPage, PageError
from pufa.lib.newspage.reader import read_page
from pufa.lib.newspage.report import as_json

__all__ = ["LARGEST", "Credits", "NewsPage", "PageError", "as_json", "read_page"]
