from hypothesis import given
from hypothesis import strategies as st

from pufa.statutes.comparison import Pair, Piece, align, difference, lines_of

TEXT = st.text(alphabet="雨伞出借应当公平。\n", max_size=60)


@given(TEXT, TEXT)
def test_a_difference_holds_both_texts(old, new):
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark != "added") == old
    assert "".join(piece.text for piece in pieces if piece.mark != "gone") == new


def test_words_that_came_and_went_are_marked():
    assert difference("超过三十日没有归还", "超过十五日没有归还") == [
        Piece("same", "超过"), Piece("gone", "三十"), Piece("added", "十五"), Piece("same", "日没有归还"),
    ]  # fmt: skip
    assert difference("甲", "甲") == [Piece("same", "甲")]


def test_pieces_are_cut_at_the_ends_of_lines():
    lines = lines_of([Piece("same", "甲\n乙"), Piece("added", "丙\n丁")])
    assert lines == [[Piece("same", "甲")], [Piece("same", "乙"), Piece("added", "丙")], [Piece("added", "丁")]]


def keyed(*texts):
    return [((number, 0), text) for number, text in enumerate(texts, start=1)]


def test_articles_that_moved_are_found_again():
    old = keyed("为了规范雨伞出借制定本法", "归还雨伞应当及时", "弄坏雨伞应当赔偿损失", "雨衣另行规定办法")
    new = keyed("为了规范雨伞出借制定本法", "挑选借伞人的处罚", "归还雨伞应当及时", "弄坏雨伞应当赔偿全部损失")
    assert align(old, new) == [Pair(0, 0), Pair(None, 1), Pair(1, 2), Pair(2, 3), Pair(3, None)]


@given(st.lists(TEXT, max_size=8), st.lists(TEXT, max_size=8))
def test_every_article_of_both_texts_stands_in_exactly_one_pair(old, new):
    pairs = align(keyed(*old), keyed(*new))
    assert sorted(pair.old for pair in pairs if pair.old is not None) == list(range(len(old)))
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))
