"""Marks on printed paper."""

from pufa.ui import marks


def test_a_mark_is_known_again_and_no_other():
    made = marks.mark("receipt|7", signs=16)
    assert len(made) == 16
    assert marks.is_genuine("receipt|7", made, signs=16)
    assert not marks.is_genuine("receipt|8", made, signs=16)
    assert not marks.is_genuine("receipt|7", made[:15], signs=16)
    assert not marks.is_genuine("receipt|7", "全角" + made[2:], signs=16)


def test_what_was_printed_before_the_key_changed_stays_genuine_while_the_old_key_is_kept(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "old", []
    made = marks.mark("receipt|7", signs=12)
    settings.SECRET_KEY = "new"
    assert not marks.is_genuine("receipt|7", made, signs=12)
    settings.SECRET_KEY_FALLBACKS = ["old"]
    assert marks.is_genuine("receipt|7", made, signs=12)
