"""Marks on printed paper."""

from pufa.lib import marks


def test_a_mark_is_known_again_and_no_other():
    made = marks.mark("receipt|7", keys=["a"], signs=16)
    assert len(made) == 16
    assert marks.is_genuine("receipt|7", made, keys=["a"], signs=16)
    assert not marks.is_genuine("receipt|8", made, keys=["a"], signs=16)
    assert not marks.is_genuine("receipt|7", made[:15], keys=["a"], signs=16)
    assert not marks.is_genuine("receipt|7", "全角" + made[2:], keys=["a"], signs=16)


def test_what_was_printed_before_the_key_changed_stays_genuine_while_the_old_key_is_kept():
    made = marks.mark("receipt|7", keys=["old"], signs=12)
    assert marks.is_genuine("receipt|7", made, keys=["new", "old"], signs=12)
    assert not marks.is_genuine("receipt|7", made, keys=["new"], signs=12)
