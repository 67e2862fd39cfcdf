"""Articles of laws in pieces: live cards, the check at submission, the work list after a law changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from pufa.audit import queries as audit_queries
from pufa.edge import purge
from pufa.editorial import actions, citing, panels
from pufa.editorial.blocks import LawBlock
from pufa.editorial.errors import EditorialError
from pufa.editorial.models import LawCitation, Standing
from pufa.editorial.subjects import Piece
from pufa.editorial.tests import factories
from pufa.statutes import actions as statutes_actions
from pufa.statutes.models import Law
from pufa.statutes.sources.files import Files
from pufa.statutes.tests import samples

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FAIR = "出借雨伞应当公平"
CHANGED = samples.NEW.replace("2025年3月1日第三届", "2026年3月1日第三届").replace(
    "施行日期：2025年9月1日", "施行日期：2026年9月1日"
)


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def take_in(db, tmp_path, monkeypatch):
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)

    def run(now=NOW, **texts):
        return statutes_actions.import_laws(Files(samples.folder(tmp_path / "laws", **texts)), by=None, now=now)

    return run


@pytest.fixture
def umbrellas(take_in):
    take_in(old=samples.OLD, new=samples.NEW)


def settled(citation, sentence=""):
    block = LawBlock()
    return block.clean(block.to_python({"citation": citation, "sentence": sentence}))


def body(*cards, text="借伞先看规矩。"):
    laws = [("law", {"citation": citation, "sentence": sentence}) for citation, sentence in cards]
    return [("paragraph", f"<p>{text}</p>"), *laws, ("paragraph", "<p>好借好还。</p>")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("雨伞法第2条", "《雨伞法》第二条"),
        ("《中华人民共和国雨伞法》第四条第一款第三项", "《雨伞法》第四条第一款第（三）项"),
        ("《雨伞法》第四条之一", "《雨伞法》第四条之一"),
    ],
)
def test_a_citation_is_kept_in_one_form(umbrellas, typed, kept):
    value = settled(typed)
    assert value["citation"] == kept
    assert value.card.article in kept


@pytest.mark.parametrize(
    ("typed", "sentence", "field", "words"),
    [
        ("《雨伞法》第九条", "", "citation", "没有这一条"),
        ("《雨伞税法》第一条", "", "citation", "没有这部法律"),
        ("雨伞", "", "citation", "写明一部法律和其中一条"),
        ("《雨伞法》第一条和第二条", "", "citation", "写明一部法律和其中一条"),
        ("《雨伞法》第二条", "出借雨伞应当收费", "sentence", "没有这句话"),
    ],
)
def test_what_names_no_article_is_refused_beside_its_field(umbrellas, typed, sentence, field, words):
    with pytest.raises(ValidationError) as refused:
        settled(typed, sentence)
    assert words in str(refused.value.block_errors[field])


def test_without_laws_the_editor_is_told(db):
    with pytest.raises(ValidationError) as refused:
        settled("《雨伞法》第一条")
    assert "法律库里还没有法律" in str(refused.value.block_errors["citation"])


def test_the_card_stands_beside_its_paragraph_with_a_number_and_a_mark(umbrellas, client, staff, series):
    cards = [("《雨伞法》第二条", FAIR), ("《雨伞法》第四条第一款第（三）项", "")]
    piece = factories.published(series, staff, body=body(*cards))
    text = client.get(piece.url).content.decode()
    cited = text[text.index('<div class="cited">') :]
    assert cited.index("law-card") < cited.index("借伞先看规矩。")
    assert f"<mark>{FAIR}</mark>，不得挑选借伞人。" in cited
    assert "①" in cited
    assert "②" in cited
    assert f'{Law.objects.get(name="中华人民共和国雨伞法").get_absolute_url()}4/1/3/"' in cited
    assert "（三）转借牟利的。" in cited
    assert "超过十五日" not in cited
    assert "现行有效" in cited
    assert '<sup>①</sup></a><a class="ref"' in cited
    assert "好借好还。" in cited
    feed = piece.body.render_as_block()
    assert f"<blockquote><p><mark>{FAIR}</mark>" in feed
    assert "law-card" not in feed


def test_the_check_reads_the_card_and_its_marked_words(umbrellas, staff, series):
    piece = factories.piece(
        series, staff.editor, body=body(("《雨伞法》第二条", "出借雨伞应当收费"), ("《雨伞法》第九条", ""))
    )
    assert "《雨伞法》第二条：“出借雨伞应当收费”" in Piece().draft(piece).paragraphs
    review = actions.submit(piece=piece, by=staff.editor, now=NOW)
    blocked = [row["message"] for row in review.reports.get().findings if row["level"] == "block"]
    assert len(blocked) == 2
    assert "引文" in blocked[0]
    assert "没有这一条" in blocked[1]


def test_publication_notes_articles_of_cards_and_text(umbrellas, client, staff, series):
    piece = factories.published(
        series, staff, "借伞", now=NOW, body=body(("《雨伞法》第二条", ""), text="《雨伞法》第四条之一说得明白。")
    )
    rows = LawCitation.objects.filter(piece=piece)
    assert [(row.article, row.sub, row.is_card) for row in rows] == [(2, 0, True), (4, 1, False)]
    law = Law.objects.get(name="中华人民共和国雨伞法")
    assert list(citing.pieces_citing(law, 4, 1)) == [piece]
    assert list(citing.pieces_citing(law, 4)) == []
    assert "借伞" in client.get(f"{law.get_absolute_url()}4-1/").content.decode()
    actions.withdraw(piece=piece, by=staff.office, reason="有误", now=LATER)
    assert list(citing.pieces_citing(law)) == []


def test_a_changed_article_is_noticed_at_the_import_and_looked_at_once(umbrellas, take_in, client, staff, series):
    piece = factories.published(series, staff, now=NOW, body=body(("《雨伞法》第二条", FAIR), ("《雨伞法》第三条", "")))
    before = purge.purge_log().epoch()
    take_in(now=LATER, newer=CHANGED.replace("不得挑选借伞人", "不得挑选、刁难借伞人"))
    assert purge.purge_log().epoch() != before
    (row,) = citing.changes("open")
    assert (row.piece, row.article, row.standing, row.noticed_at) == (piece, 2, Standing.CHANGED, LATER)
    text = client.get(piece.url).content.decode()
    assert "刁难" in text
    assert "已修改" in text
    assert citing.comparison_url(row) in text
    assert panels.law_notices(piece) == ["《雨伞法》第二条在这里被引用，现在文字有修改。请看看文章是否还站得住。"]
    with pytest.raises(EditorialError):
        actions.look_at_citation(citation=row, by=staff.observer, now=LATER)
    done = actions.look_at_citation(citation=row, by=staff.editor, now=LATER)
    assert (done.looked_by, done.looked_at) == (staff.editor, LATER)
    with pytest.raises(EditorialError):
        actions.look_at_citation(citation=row, by=staff.editor, now=LATER)
    assert "已修改" not in client.get(piece.url).content.decode()
    assert panels.law_notices(piece) == []
    assert actions.compare_citations(now=LATER) == 0
    assert not citing.changes("open").exists()


def test_an_article_that_is_gone_and_a_law_that_is_repealed(umbrellas, take_in, client, staff, series, monkeypatch):
    piece = factories.published(series, staff, now=NOW, body=body(("《雨伞法》第四条之一", "")))
    take_in(now=LATER, newer=CHANGED.replace("第四条之一　下雨时，出借人不得临时收回雨伞。\n", ""))
    assert citing.changes("open").get().standing == Standing.GONE
    assert "下雨时" in client.get(piece.url).content.decode()
    take_in(now=LATER, code=samples.CODE)
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW.replace(year=2027))
    assert actions.compare_citations(now=NOW.replace(year=2027)) == 1
    row = citing.changes("open").get()
    assert (row.standing, citing.comparison_url(row)) == (Standing.REPEALED, "")
    assert "已废止" in client.get(piece.url).content.decode()


def test_pieces_older_than_the_library_are_noted_at_the_import(take_in, staff, series):
    piece = factories.published(series, staff, now=NOW, body=body(text="《雨伞法》第四条之一说得明白。"))
    assert not LawCitation.objects.exists()
    take_in(old=samples.OLD, new=samples.NEW)
    assert [(row.piece, row.article, row.sub) for row in LawCitation.objects.all()] == [(piece, 4, 1)]


def test_the_work_list_at_the_desk(umbrellas, take_in, client, staff, series):
    factories.published(series, staff, "借伞", now=NOW, body=body(("《雨伞法》第二条", FAIR)))
    take_in(now=LATER, newer=CHANGED.replace("不得挑选借伞人", "不得挑选、刁难借伞人"))
    address = reverse("editorial:law_changes")
    factories.sign_in(client, staff.contact)
    assert client.get(address).url == "/desk/"
    factories.sign_in(client, staff.first)
    text = client.get(address).content.decode()
    assert "借伞" in text
    assert "文字有修改" in text
    assert "对照新旧文本" in text
    row = citing.changes("open").get()
    noted = reverse("editorial:look_at_law", args=[row.pk])
    assert noted not in text
    assert client.post(noted).url == "/desk/"
    factories.sign_in(client, staff.editor)
    assert noted in client.get(address).content.decode()
    assert client.get(citing.comparison_url(row)).status_code == 200
    assert client.post(noted).url == address
    assert "借伞" not in client.get(address).content.decode().split('class="desk-panel"')[1]
    assert "林一" in client.get(f"{address}?state=done").content.decode()
    assert audit_queries.entries(verb="piece.law_looked_at").get().key == row.piece.object_key
