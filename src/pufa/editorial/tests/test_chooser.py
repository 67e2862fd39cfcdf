"""The chooser of articles at the desk: who may use it, what each step shows."""

import pytest
from django.urls import reverse

from pufa.editorial.blocks import LawBlock
from pufa.editorial.tests import factories
from pufa.statutes import actions as statutes_actions
from pufa.statutes import search
from pufa.statutes.sources.files import Files
from pufa.statutes.tests import samples
from pufa.statutes.tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(staff, client, settings, tmp_path, monkeypatch):
    """An editor signed in, with the law on umbrellas in two texts and the code that will repeal it."""
    settings.LAWS_FOLDER = tmp_path / "library"
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)
    place = samples.folder(tmp_path / "laws", old=samples.OLD, new=samples.NEW, code=samples.CODE)
    statutes_actions.import_laws(Files(place), by=None, now=NOW)
    search.rebuild()
    return factories.sign_in(client, staff.editor)


def shown(client, name, *args, **query):
    answer = client.get(reverse(f"law_chooser:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_article_is_found_by_question_name_and_number(writer):
    assert "不得临时收回雨伞" in shown(writer, "search", q="下雨时能不能把伞要回来")
    by_number = shown(writer, "search", q="ysf 4")
    assert reverse("law_chooser:article", args=["yusanfa", "4"]) in by_number
    assert reverse("law_chooser:law", args=["yusanfa"]) in by_number
    assert "最后一条" in shown(writer, "search", q="雨伞法第99条")
    assert "没有找到" in shown(writer, "search", q="zzzz")


def test_a_law_is_browsed_and_an_article_taken_in_part(writer):
    listed = shown(writer, "law", "yusanfa")
    assert "第二章 借伞" in listed
    assert reverse("law_chooser:article", args=["yusanfa", "4-1"]) in listed
    text = shown(writer, "article", "yusanfa", "4")
    for citation in (
        "《雨伞法》第四条",
        "《雨伞法》第四条第一款",
        "《雨伞法》第四条第一款第（二）项",
        "《雨伞法》第四条第二款",
    ):
        assert f'value="{citation}"' in text
    assert "超过十五日" in text
    assert "超过三十日" not in text


def test_every_part_offered_is_a_citation_the_block_accepts(writer):
    from pufa.statutes import chooser
    from pufa.statutes.converters import Place

    block = LawBlock()
    parts = chooser.article("yusanfa", Place(4))["parts"]
    assert len(parts) >= 6
    for part in parts:
        value = block.clean(block.to_python({"citation": part.citation, "sentence": ""}))
        assert value["citation"] == part.citation


def test_what_is_not_in_force_is_not_offered(writer):
    assert 'type="submit"' not in shown(writer, "article", "yujufadian", "1").split("data-insert")[1]
    assert "还没有施行" in shown(writer, "article", "yujufadian", "1")


def test_the_preview_shows_the_words_in_force_or_what_is_wrong(writer):
    good = shown(writer, "preview", citation="雨伞法第2条", sentence="出借雨伞应当公平")
    assert "<mark>出借雨伞应当公平</mark>" in good
    assert "现行有效" in good
    assert "没有这一条" in shown(writer, "preview", citation="雨伞法第9条")
    assert shown(writer, "preview", citation="").strip() == ""
    assert "<script>" not in shown(writer, "preview", citation="<script>alert(1)</script>第1条")


def test_only_people_who_work_on_texts_may_choose(writer, staff, client):
    for name, args in (("search", []), ("law", ["yusanfa"]), ("article", ["yusanfa", "4"]), ("preview", [])):
        address = reverse(f"law_chooser:{name}", args=args)
        factories.sign_in(client, staff.contact)
        assert client.get(address).status_code in {302, 403}
        client.logout()
        assert client.get(address).status_code == 302
    factories.sign_in(client, staff.first)
    assert client.get(reverse("law_chooser:law", args=["none"])).status_code == 404
    assert client.get(reverse("law_chooser:article", args=["yusanfa", "9"])).status_code == 404


def test_the_editor_of_pieces_loads_the_chooser(writer, series, staff):
    piece = factories.piece(series, staff.editor, body=[("law", {"citation": "《雨伞法》第二条", "sentence": ""})])
    text = writer.get(reverse("wagtailadmin_pages:edit", args=[piece.pk])).content.decode()
    assert "statutes/chooser.js" in text
    assert "statutes/chooser.css" in text
    assert reverse("law_chooser:preview") in text
