"""Sealing short texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.lib import sealing

KEYS = ["newest key", "an older key"]


@given(st.text(max_size=60))
def test_what_is_sealed_is_opened_again(text):
    sealed = sealing.seal(text, keys=KEYS)
    assert sealing.unseal(sealed, keys=KEYS) == text
    assert sealing.is_sealed(sealed) == bool(text)


def test_the_same_text_is_sealed_differently_each_time():
    assert sealing.seal("13812345678", keys=KEYS) != sealing.seal("13812345678", keys=KEYS)


def test_an_older_key_opens_and_sealing_again_uses_the_newest():
    old = sealing.seal("text", keys=KEYS[1:])
    assert sealing.unseal(old, keys=KEYS) == "text"
    assert sealing.unseal(sealing.reseal(old, keys=KEYS), keys=KEYS[:1]) == "text"
    with pytest.raises(sealing.SealError):
        sealing.unseal(old, keys=KEYS[:1])


@pytest.mark.parametrize("broken", ["plain text", "v1:", "v1:abc", "v1:密"])
def test_anything_else_is_not_opened(broken):
    with pytest.raises(sealing.SealError):
        sealing.unseal(broken, keys=KEYS)


def test_a_changed_text_is_noticed():
    sealed = sealing.seal("text", keys=KEYS)
    with pytest.raises(sealing.SealError):
        sealing.unseal(sealed[:-4] + ("AAAA" if sealed[-4:] != "AAAA" else "BBBB"), keys=KEYS)


@pytest.mark.parametrize("keys", [[], [""]])
def test_without_a_key_nothing_is_sealed(keys):
    with pytest.raises(ValueError, match="key"):
        sealing.seal("text", keys=keys)


def test_a_fingerprint_depends_on_text_key_and_purpose():
    prints = {
        sealing.fingerprint(text, key=key, purpose=purpose)
        for text in ("a", "b")
        for key in ("k", "l")
        for purpose in ("p", "q")
    }
    assert len(prints) == 8
    assert sealing.fingerprint("a", key="k", purpose="p") in prints
