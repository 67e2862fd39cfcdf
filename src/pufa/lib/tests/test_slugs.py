import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.lib.slugs import LONGEST, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("扫码点餐，凭什么要我的手机号", "saomadiancan-pingshenmeyaowodeshoujihao"),
        ("网信e点通", "wangxinediantong"),
        ("5G技术", "5gjishu"),
        ("“要停水三天”是怎样传开的", "yaotingshuisantian-shizenyangchuankaide"),
        ("！？", ""),
    ],
)
def test_titles_become_addresses(title, slug):
    assert slug_of(title) == slug


@given(st.text(max_size=200))
def test_only_letters_digits_and_single_hyphens(title):
    slug = slug_of(title)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= LONGEST
