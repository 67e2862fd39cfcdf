"""Of several originals that share passages, a page copies those whose own words it has."""

import time

from pufa.tracing import fingerprints, index, matching
from pufa.tracing.tests.articles import article


def _found(folder, originals: dict[str, str], page: str) -> set[str]:
    index.rebuild(folder, originals.items())
    return {one.original for one in matching.find(page, index.Index.open(folder), originals.get)}


def test_an_earlier_version_is_no_excerpt(tmp_path):
    common = article(1, 9)
    originals = {"new": f"{common}\n{article(2, 24)}", "old": f"{article(3, 30)}\n{common}"}
    assert _found(tmp_path, originals, originals["new"]) == {"new"}
    assert _found(tmp_path, originals, originals["old"]) == {"old"}


def test_who_copies_both_copies_both(tmp_path):
    common = article(1, 9)
    originals = {"new": f"{common}\n{article(2, 24)}", "old": f"{article(3, 30)}\n{common}"}
    digest = f"{originals['new']}\n{originals['old'][:300]}"
    assert _found(tmp_path, originals, digest) == {"new", "old"}


def test_a_whole_piece_inside_another_is_copied_with_it(tmp_path):
    """A unit asked to forward the short one has done so by forwarding the collection that holds it."""
    short = article(1, 12)
    originals = {"short": short, "collection": f"{article(4, 12)}\n{short}\n{article(5, 12)}"}
    assert _found(tmp_path, originals, originals["collection"]) == {"short", "collection"}


def test_two_that_say_the_same_are_both_named(tmp_path):
    originals = {"a": article(1, 12), "b": article(1, 12)}
    assert _found(tmp_path, originals, article(1, 12)) == {"a", "b"}


def test_a_page_without_a_passage_keeps_the_way_back():
    ours = article(1, 12)
    page = fingerprints.fold(f"{article(2, 6)}\n{ours}")
    passages = fingerprints.compare(ours, page).passages
    rest = fingerprints.without(page, passages)
    assert len(rest.letters) == len(page.letters)
    assert fingerprints.compare(ours, rest).score < 0.1
    assert fingerprints.compare(article(2, 6), rest).is_match
    assert fingerprints.compare(ours, page).is_match, "the page itself is as it was"


def test_pages_made_to_be_slow_end_quickly(tmp_path):
    """Thousands of passages, quotations and repetitions take time in proportion to their length."""
    pieces = [article(n, 12) for n in range(6)]
    originals = {str(n): f"《某某法》第九条规定：“{text}”" * 40 for n, text in enumerate(pieces)}
    page = "".join(text[at : at + 40] for at in range(0, 400, 20) for text in pieces for _ in range(20))
    begin = time.thread_time()
    assert _found(tmp_path, originals, page) <= set(originals)
    assert time.thread_time() - begin < 20
