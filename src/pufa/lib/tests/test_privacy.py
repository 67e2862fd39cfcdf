"""Personal data is found, published service numbers are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pufa.lib import privacy


def found(text: str) -> list[tuple[str, str, str]]:
    return [(item.kind, item.text, item.certainty) for item in privacy.find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value", "certainty"),
    [
        ("请拨打13800001234联系", "mobile", "13800001234", "certain"),
        ("手机 138-0000-1234。", "mobile", "138-0000-1234", "certain"),
        ("手机：138 0000 1234", "mobile", "138 0000 1234", "certain"),
        ("手机１３８００００１２３４", "mobile", "１３８００００１２３４", "certain"),
        ("国际 +86 13800001234", "mobile", "+86 13800001234", "certain"),
        ("办公室0731-22330000转8", "landline", "0731-22330000", "weak"),
        ("传真（010）88880000", "landline", "（010）88880000", "weak"),
        ("身份证号11010519491231002X", "id_number", "11010519491231002X", "certain"),
        ("身份证号430202199001011230", "id_number", "430202199001011230", "likely"),
        ("卡号4111 1111 1111 1111", "bank_card", "4111 1111 1111 1111", "certain"),
        ("来信zhang.san@example.com.cn", "email", "zhang.san@example.com.cn", "certain"),
        ("一辆湘B12345小车", "plate", "湘B12345", "likely"),
        ("新能源车湘BD12345", "plate", "湘BD12345", "likely"),
        ("加微信：pufa_2024", "wechat", "pufa_2024", "certain"),
        ("QQ号：123456789", "qq", "123456789", "likely"),
    ],
)
def test_personal_data_is_found_at_its_place(text: str, kind: str, value: str, certainty: str) -> None:
    (item,) = privacy.find_personal_data(text)
    assert (item.kind, item.text, item.certainty) == (kind, value, certainty)
    assert text[item.start : item.end] == value
    assert item.masked != value
    assert len(item.masked) == len(value) or kind == "email"


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345、12377或12348",
        "客服电话400-800-1234",
        "订单号20240715001122334455",
        "（2024）湘02民终1234号",
        "2024年7月15日00:25:57",
        "版权号:18172771662813",
        "共投入13800.5万元，涉及1380000户",
        "卡号4111 1111 1111 1112",
        "http://www.example.cn/2024/0715/c1001-40123456.html",
        "登录微信公众号查看",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_masks() -> None:
    assert privacy.mask_phone("13800001234") == "138****1234"
    assert privacy.mask_phone("010-88880000") == "010-****0000"
    assert privacy.mask_id("11010519491231002X") == "110*************2X"
    assert [privacy.mask_name(name) for name in ("王小明", "李四", "欧阳娜娜", "阿依·古丽", "")] == [
        "王某某", "李某", "欧阳某某", "阿某某", "",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.text(alphabet="0123456789-xX138 @.湘B微信:abc", max_size=60))
def test_finds_lie_in_the_text_without_overlap(text: str) -> None:
    end = 0
    for item in privacy.find_personal_data(text):
        assert text[item.start : item.end] == item.text
        assert item.start >= end
        end = item.end


@settings(deadline=None)
@given(st.integers(10**16, 10**17 - 1))
def test_one_check_sign_at_most_fits(number: int) -> None:
    fitting = [sign for sign in "0123456789X" if privacy.is_id_number(f"{number}{sign}")]
    assert len(fitting) <= 1
