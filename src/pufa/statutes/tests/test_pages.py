from datetime import date

import pytest
from django.core.management import call_command

from pufa.edge.decorators import ATTRIBUTE
from pufa.statutes import citing, comparison
from pufa.statutes.models import Law
from pufa.statutes.pages import contents
from pufa.statutes.tests import samples

pytestmark = pytest.mark.django_db
LAW = "/law/yusanfa/"


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/law/", LAW, f"{LAW}full/", f"{LAW}3/", f"{LAW}4-1/", f"{LAW}4/1/2/", f"{LAW}on/2020-01-01/",
        f"{LAW}version/2015-03-01/", f"{LAW}compare/2015-03-01/2025-03-01/", "/law/yusanzanxingtiaoli/",
        f"/elders{LAW}", f"/elders{LAW}4/2/", "/elders/law/",
    ],
)  # fmt: skip
def test_every_page_may_be_kept_ready_made_and_sets_no_cookie(client, umbrellas, path):
    response = client.get(path)
    assert response.status_code == 200
    assert getattr(response, ATTRIBUTE)
    assert not response.cookies


def test_the_list_names_laws_by_field_and_those_only_known_by_name(client, umbrellas):
    page = text(client, "/law/")
    assert LAW in page
    assert "经济法" in page
    assert "由《雨伞法》代替" in page
    found = text(client, "/law/?q=ysf")
    assert LAW in found
    assert 'name="robots" content="noindex"' in found
    assert "没有叫这个名字的法律" in text(client, "/law/?q=火车")
    assert LAW in text(client, "/law/?field=nonsense")


def test_an_empty_library_says_so(client):
    assert "法律库还是空的" in text(client, "/law/")


def test_a_law_shows_the_text_in_force_with_contents_and_old_numbers(client, umbrellas):
    page = text(client, LAW)
    assert "2025年9月1日起施行" in page
    assert "第四条之一" in page
    assert 'id="a4-1"' in page
    assert "2015 年版为第三条" in page
    assert 'href="#d1"' in page
    assert 'data-hit="law:yusanfa"' in page
    assert "超过三十日" not in page


def test_an_article_has_a_stable_address_down_to_the_item(client, umbrellas):
    page = text(client, f"{LAW}4/1/2/")
    assert "第四条第一款第（二）项" in page
    assert '<p class="line item on" id="p1-i2">（二）超过十五日没有归还的；</p>' in page
    assert 'data-copy="《雨伞法》第四条第一款第（二）项"' in page
    assert "《雨伞法》第四条第一款第（二）项：“（二）超过十五日没有归还的；”" in page
    assert "第四条第二款" in text(client, f"{LAW}4/2/")
    assert 'data-hit="law:yusanfa:4-1"' in text(client, f"{LAW}4-1/")
    assert f'href="{LAW}5/"' in text(client, f"{LAW}4-1/")


def test_what_is_not_there_is_not_found(client, umbrellas):
    missing = ["9/", "4-2/", "4/3/", "4/1/4/", "4/1/1/1/", "04/", "version/2016-01-01/", "on/2025-02-30/", "chapter/9/"]
    missing += ["4/0/", "4/1/0/", "4/01/"]
    missing += ["compare/2015-03-01/2015-03-01/", "compare/2015-03-01/2020-03-01/"]
    for path in missing:
        assert client.get(LAW + path).status_code == 404, path
    assert client.get("/law/nowhere/").status_code == 404
    assert client.get("/law/yusanzanxingtiaoli/1/").status_code == 404
    assert client.post(LAW).status_code == 405


def test_an_address_without_its_last_slash_is_led_on(client, umbrellas):
    response = client.get("/law/yusanfa/4")
    assert (response.status_code, response["Location"]) == (301, f"{LAW}4/")


def test_the_law_of_another_day_is_shown(client, umbrellas):
    response = client.get(f"{LAW}on/", {"day": "2020-01-01"})
    assert response["Location"] == f"{LAW}on/2020-01-01/"
    assert client.get(f"{LAW}on/", {"day": "nonsense"})["Location"] == LAW
    page = text(client, f"{LAW}on/2020-01-01/")
    assert "超过三十日" in page
    assert "您看的是 2020年1月1日有效的文本" in page
    assert "这里没有 2010年1月1日有效的文本" in text(client, f"{LAW}on/2010-01-01/")


def test_an_older_text_says_that_it_was_amended(client, umbrellas):
    page = text(client, f"{LAW}version/2015-03-01/")
    assert "已修改" in page
    assert "有效至2025年8月31日" in page
    assert f"{LAW}compare/2015-03-01/2025-03-01/" in page


def test_a_text_to_come_warns_and_a_repealed_law_names_its_successor(client, umbrellas, import_folder):
    import_folder(code=samples.CODE)
    page = text(client, "/law/yujufadian/")
    assert "这一版自 2027年1月1日起施行" in page
    Law.objects.filter(slug="yusanfa").update(repealed_on="2026-01-01")
    gone = text(client, LAW)
    assert "自2026年1月1日起废止" in gone
    assert "/law/yujufadian/" in gone


def test_two_texts_are_compared_with_changes_marked(client, umbrellas):
    page = text(client, f"{LAW}compare/2015-03-01/2025-03-01/")
    assert "<del>三十</del><ins>十五</ins>" in page
    assert "新增的条文" in page
    assert "原为第三条" in page
    assert "第一条没有变化" in page


def test_a_long_law_is_shown_by_chapter(client, umbrellas, monkeypatch):
    monkeypatch.setattr(contents, "WHOLE", 2)
    first = text(client, LAW)
    assert 'id="a3"' in first
    assert 'id="a4"' not in first
    assert f'href="{LAW}chapter/1/"' in first
    second = text(client, f"{LAW}chapter/1/")
    assert 'id="a4-1"' in second
    assert 'id="a3"' not in second
    assert 'id="a4"' in text(client, f"{LAW}full/")
    assert f'href="{LAW}chapter/1/#a4"' in text(client, f"{LAW}4/")
    assert client.get(f"{LAW}chapter/7/").status_code == 404


def test_pages_ask_few_questions_however_long_the_law(client, umbrellas, django_assert_max_num_queries):
    client.get(LAW)
    with django_assert_max_num_queries(16):
        client.get(LAW)
    with django_assert_max_num_queries(16):
        client.get(f"{LAW}4/1/")
    client.get("/law/")
    with django_assert_max_num_queries(8):
        client.get("/law/")


def test_hostile_words_stay_words(client, import_folder):
    import_folder(old=samples.OLD.replace("及时", "<script>alert(1)</script>"))
    for path in (LAW, f"{LAW}2/", "/law/?q=<script>"):
        assert "<script>alert" not in text(client, path)


def test_no_migration_is_missing():
    call_command("makemigrations", "statutes", check=True, dry_run=True, verbosity=0)


def test_likeness_of_nothing_in_common_is_none():
    assert comparison.likeness(frozenset({"甲乙"}), frozenset({"丙丁"})) == 0


def test_what_cites_an_article_stands_beside_it(client, umbrellas, monkeypatch):
    told = [
        ("中华人民共和国雨伞法", 4, citing.Citing("文章", "借伞不还怎么办", "/x/", date(2026, 1, 2))),
        ("中华人民共和国雨伞法", 5, citing.Citing("案例", "施行日的一场雨", "/y/", date(2026, 3, 2))),
    ]
    monkeypatch.setattr(citing, "_providers", {})
    citing.register(
        "told", lambda law, number, _sub: [one for name, at, one in told if law == name and number in {None, at}]
    )
    page = text(client, f"{LAW}4/2/")
    assert "引用本条的内容" in page
    assert "借伞不还怎么办" in page
    assert "施行日的一场雨" not in page
    assert text(client, LAW).index("施行日的一场雨") < text(client, LAW).index("借伞不还怎么办")


def test_a_huge_name_makes_no_huge_page(client, umbrellas):
    assert len(text(client, f"/law/?q={'a' * 100_000}")) < len(text(client, "/law/?q=a")) + 5_000
