"""What robots.txt allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.lib import robots

TEXT = """
User-agent: *
Disallow: /private/
Disallow: /*.pdf$
Allow: /private/open.html
Crawl-delay: 4

User-agent: pufa-tracing
User-agent: friend
Disallow: /only-for-others/
"""


@pytest.mark.parametrize(
    ("path", "agent", "verdict"),
    [
        ("/", "stranger", True),
        ("/private/a.html", "stranger", False),
        ("/private/open.html", "stranger", True),
        ("/a/b.pdf", "stranger", False),
        ("/a/b.pdf?x=1", "stranger", True),
        ("/private/a.html", "pufa-tracing", True),
        ("/only-for-others/x", "Pufa-Tracing", False),
        ("/only-for-others/x", "friend", False),
        ("/robots.txt", "stranger", True),
        ("/%70rivate/a.html", "stranger", False),
    ],
)
def test_rules(path, agent, verdict):
    assert robots.parse(TEXT).allows(f"http://example.com{path}", agent) is verdict


def test_the_longest_rule_wins_and_of_two_the_one_that_allows():
    read = robots.parse("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /same\nDisallow: /same")
    allowed = [read.allows(f"http://example.com{path}", "x") for path in ("/a", "/a/b", "/a/b/c", "/same")]
    assert allowed == [False, True, False, True]


def test_an_empty_rule_and_an_empty_file_forbid_nothing():
    assert robots.parse("User-agent: *\nDisallow:").allows("http://example.com/x", "x")
    assert robots.parse("").allows("http://example.com/x", "x")
    assert robots.parse("<html>not found</html>").allows("http://example.com/x", "x")


def test_delay_is_read_and_limited():
    assert robots.parse(TEXT).delay("stranger") == 4.0
    assert robots.parse(TEXT).delay("friend") == 0.0
    assert robots.parse("User-agent: *\nCrawl-delay: 99999").delay("x") == robots.LONGEST_DELAY
    assert robots.parse("User-agent: *\nCrawl-delay: nan").delay("x") == 0.0


@given(st.text(alphabet="a*$/%?", max_size=40), st.text(alphabet="a/%?b", max_size=40))
def test_hostile_patterns_end(pattern, path):
    read = robots.parse(f"User-agent: *\nDisallow: /{pattern}")
    assert read.allows(f"http://example.com/{path}", "x") in {True, False}


def test_many_stars_do_not_make_it_slow():
    read = robots.parse("User-agent: *\nDisallow: /" + "*a" * 1000 + "$")
    assert read.allows("http://example.com/" + "a" * 5000 + "b", "x")
