"""What was meant by letters, by characters that sound alike and by names that are nearly right; what to try else."""

import pytest

from pufa.statutes import search
from pufa.statutes.search import readings

SOCIAL = """中华人民共和国社会保险法
（2010年1月1日通过）
公布日期：2010-01-01
施行日期：2010-02-01

第一条　用人单位应当为劳动者缴纳社会保险费。
第二条　劳动合同终止的，依照劳动合同法办理。
第三条　劳动合同解除的，保留社会保险关系。
第四条　订立劳动合同时，应当说明社会保险。
"""
LABOUR = """中华人民共和国劳动合同法
（2010年1月1日通过）
公布日期：2010-01-01
施行日期：2010-02-01

第一条　劳动合同应当写明劳动报酬。
第二条　劳动报酬不得拖欠，拖欠的应当支付。
第三条　劳动报酬应当按月支付。
"""


@pytest.fixture
def library(db, settings, tmp_path, import_folder):
    """Two laws and an own folder for the index."""
    settings.LAWS_FOLDER = tmp_path / "kept"
    import_folder(social=SOCIAL, labour=LABOUR)


class TestDidYouMean:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("劳动和同法", "劳动合同法"),
            ("请问劳动和同法怎么说", "请问劳动合同法怎么说"),
            ("劳动合法", None),
            ("社会保法", None),
            ("社会保障法", "社会保险法"),
            ("laodong hetong", "劳动合同"),
            ("laodonghetongfa", "劳动合同法"),
            ("LaoDong baochou", "劳动报酬"),
            ("劳动报仇", None),
            ("gxb", None),
            ("email", None),
            ("劳动合同法", None),
            ("老板不发工资怎么办", None),
            ("拖欠劳动报酬违反劳动合同法吗", None),
            ("", None),
            ("？？", None),
            ("\x00\ud800", None),
            ("a" * 9999, None),
        ],
    )
    def test_what_was_meant(self, library, typed, meant):
        assert search.did_you_mean(typed) == meant

    def test_without_any_law_nothing_is_meant(self, db, settings, tmp_path):
        settings.LAWS_FOLDER = tmp_path / "kept"
        assert search.did_you_mean("laodong hetong") is None
        assert search.suggestions("劳动和同法") == ()


class TestSuggestions:
    def test_as_meant_comes_first(self, library):
        assert search.suggestions("劳动和同法")[0] == "劳动合同法"

    def test_words_of_the_law_for_what_was_said(self, library):
        offered = search.suggestions("老板拖欠工资")
        assert "用人单位" in offered
        assert len(offered) <= 5

    def test_nothing_for_nothing(self, library):
        assert search.suggestions("") == ()
        assert search.suggestions("？") == ()


class TestSounds:
    def test_sounds_that_people_mix_up_are_one(self):
        assert readings.sounds("诉讼") == readings.sounds("素送")
        assert readings.fold("zhang") == readings.fold("zang") == "zan"

    def test_what_is_not_chinese_stands_for_itself(self):
        assert readings.sounds("a劳1") == ["a", "lao", "1"]
        assert readings.sounds("") == []

    def test_a_table_keeps_the_usual_words_and_names_first(self):
        table = readings.table({"期限": 9, "气馅": 1, "七线": 3, "一": 50}, {"齐县"})
        assert table == {"qixian": [("齐县", 0), ("期限", 9), ("七线", 3)]}
