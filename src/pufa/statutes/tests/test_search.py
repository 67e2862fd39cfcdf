"""Search in laws: what a lay question finds, on which day, and that nothing typed can break it."""

import threading
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pufa.statutes import search
from pufa.statutes.search import colloquial, describing, filling, index, learned, snippets, words

WAGES = """中华人民共和国工资支付法
（2010年1月1日通过）
公布日期：2010-01-01
施行日期：2010-02-01

第一条　为了保护劳动者的合法权益，制定本法。
第二条　用人单位应当按照约定及时足额支付劳动报酬。
第三条　用人单位拖欠劳动报酬的，劳动者可以依法向当地人民法院申请支付令。
第四条　食堂应当保持清洁。
"""
FOOD = """中华人民共和国馒头法
（2014年1月1日通过）
公布日期：2014-01-01
施行日期：2014-02-01

第一条　馒头应当新鲜。
"""
DOGS = """中华人民共和国饲养动物法
（2012年1月1日通过）
公布日期：2012-01-01
施行日期：2012-02-01

第一章　总则
第一条　为了规范饲养动物，制定本法。
第二章　损害
第二条　饲养的动物造成他人损害的，动物饲养人应当承担侵权责任。
第三条　遗弃的动物造成他人损害的，由原饲养人承担侵权责任。
"""


@pytest.fixture
def library(db, settings, tmp_path, import_folder, umbrellas):
    """Three laws and an own folder for the index."""
    settings.LAWS_FOLDER = tmp_path / "kept"
    import_folder(wages=WAGES, dogs=DOGS)


def places(question, **wanted):
    return [(hit.short_name, hit.article) for hit in search.find(question, **wanted)]


class TestFinding:
    def test_a_lay_question_finds_the_words_of_the_law(self, library):
        assert set(places("老板不发工资怎么办？")[:2]) == {("工资支付法", 2), ("工资支付法", 3)}

    def test_being_bitten_finds_keeping_animals(self, library):
        assert places("被狗咬了谁赔")[0] == ("饲养动物法", 2)

    def test_a_hit_says_where_it_stands_and_marks_what_was_asked(self, library):
        hit = search.find("拖欠劳动报酬")[0]
        assert hit.law == "中华人民共和国工资支付法"
        assert hit.label == "第三条"
        assert hit.url.endswith("/3/")
        assert "劳动" in "".join(text for text, is_asked in hit.snippet if is_asked)
        assert (
            "".join(text for text, _ in hit.snippet)
            in "第三条　用人单位拖欠劳动报酬的，劳动者可以依法向当地人民法院申请支付令。"
        )

    def test_only_texts_in_force_on_the_day(self, library):
        in_force = {row.version.promulgated_on for row in rows("雨伞")}
        assert len(in_force) == 1
        before = {row.version.promulgated_on for row in rows("雨伞", on=date(2016, 1, 1))}
        assert before
        assert before != in_force
        assert search.find("雨伞", on=date(1990, 1, 1)) == ()

    def test_a_law_without_a_text_in_force_is_found_by_the_one_to_come(self, library, import_folder):
        import_folder(food=FOOD.replace("2014-02-01", "2014年2月1日"))
        assert ("馒头法", 1) not in places("馒头", on=date(2013, 12, 31))
        hit = search.find("馒头", on=date(2014, 1, 15))[0]
        assert (hit.short_name, hit.from_day) == ("馒头法", date(2014, 2, 1))
        assert search.find("馒头", on=date(2014, 2, 1))[0].from_day is None

    def test_within_one_law(self, library):
        assert {law for law, _ in places("制定本法", law="中华人民共和国饲养动物法")} == {"饲养动物法"}
        assert search.find("制定本法", law="无此法") == ()

    def test_limit(self, library):
        assert len(search.find("制定本法", limit=1)) == 1
        assert search.find("制定本法", limit=0) == ()


def rows(question, **wanted):
    from pufa.statutes.models import Article

    return Article.objects.select_related("version").filter(
        pk__in=[fact.pk for fact, _ in search.ranked(question, **wanted)]
    )


class TestNames:
    def test_by_characters_and_by_initials(self, library):
        assert search.law_names("工资") == ("工资支付法",)
        assert search.law_names("gzzf") == ("工资支付法",)
        assert search.law_names("sdw") == ("饲养动物法",)
        assert search.law_names(" ") == ()


class TestHostile:
    @pytest.mark.parametrize(
        "question",
        [
            "",
            " ",
            "？？",
            "\x00\ud800",
            '"',
            "text_words:*",
            "a AND (",
            "[1 TO 9]",
            "吗",
            "~^",
            "%_\\",
            "狗" * 9999,
            "🐕" * 50,
        ],
    )
    def test_no_question_breaks_it(self, library, question):
        assert len(search.find(question)) <= 10
        assert len(search.law_names(question)) <= 10

    @given(question=st.text(max_size=60))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_nor_does_any_text(self, library, question):
        hits = search.find(question)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


class TestKeeping:
    def test_an_import_is_found_by_the_next_search(self, library, import_folder):
        assert ("馒头法", 1) not in places("馒头")
        import_folder(food=FOOD)
        assert places("馒头")[0] == ("馒头法", 1)

    def test_an_index_is_made_once(self, library):
        place = filling.ensure()
        assert filling.ensure() == place

    def test_a_build_that_breaks_off_leaves_the_old_index(self, library):
        place = filling.ensure()

        def breaks():
            yield from ()
            raise RuntimeError("power cut")

        with index.writing(), pytest.raises(RuntimeError, match="power cut"):
            index.build(breaks(), epoch=99)
        assert index.current() == place
        assert places("被狗咬了谁赔")

    def test_while_another_process_builds_the_old_index_answers(self, library, import_folder):
        old = filling.ensure()
        import_folder(food=FOOD)
        held, done = threading.Event(), threading.Event()

        def hold():
            with index.writing():
                held.set()
                done.wait(5)

        other = threading.Thread(target=hold)
        other.start()
        held.wait(5)
        try:
            assert filling.ensure() == old
        finally:
            done.set()
            other.join()
        assert filling.ensure() != old

    def test_a_damaged_pointer_makes_a_new_index(self, library):
        filling.ensure()
        (index.folder() / "current").write_text("v1-nowhere")
        assert places("被狗咬了谁赔")


class TestWords:
    def test_words_of_asking_are_taken_out(self):
        assert words.essence("请问离婚怎么办") == "离婚"
        assert words.essence("怎么办") == "怎么办"

    def test_pairs_keep_numbers_and_letters(self):
        assert words.pairs("996加班ABC") == ["996", "abc", "加班"]

    def test_what_is_said_finds_what_is_meant(self):
        meant = colloquial.meant_by("老板不发工资")
        assert {"用人单位", "劳动报酬"} <= set(meant.terms)
        assert "劳动合同法" in meant.laws
        assert colloquial.meant_by("") == colloquial.Meant((), ())

    def test_a_weight_for_each_number(self):
        kept = learned.learned()
        assert set(kept.lexical.numbers) == set(describing.names(has_vectors=False))
        assert set(kept.dense.numbers) == set(describing.names(has_vectors=True))
        assert all(count > 0 and number > 0 for (_, number), count in kept.answers.items())

    def test_snippet_of_a_long_text(self):
        parts = snippets.snippet("甲乙丙。" * 100 + "遗失物应当返还。" + "丁戊己。" * 100, "遗失物")
        assert ("遗失物", True) in parts
        assert len("".join(text for text, _ in parts)) <= snippets.LENGTH + 4
