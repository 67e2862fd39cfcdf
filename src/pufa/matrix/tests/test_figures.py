"""Figures: doubts by row and column, decided by name, never silently; replays change nothing; files and columns."""

import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.accounts.models import Role
from pufa.audit import queries as audit_queries
from pufa.lib import clock, spreadsheet
from pufa.matrix import actions, figure_files, plausibility
from pufa.matrix.actions import figures
from pufa.matrix.errors import MatrixError, NotAllowedError
from pufa.matrix.models import AccountFigure, FigureBatch
from pufa.matrix.plausibility import Counted
from pufa.matrix.tests import factories

DAY = date(2026, 3, 1)


def bring(rows, by=None, **given):
    return figures.bring_figures(rows=rows, source="file", by=by, **given)


def table(*rows, head=("账号", "日期", "粉丝数", "阅读量")):
    return spreadsheet.excel("t", head, rows).read()


def kinds(rows, known=()):
    return [(doubt.kind, doubt.row, doubt.column) for doubt in plausibility.look(rows, known, jump_percent=30)]


def one(days, row, **values):
    return Counted(1, DAY + timedelta(days=days), values, row)


def test_jumps_falls_gaps_and_impossible_counts_are_seen():
    rows = [one(0, 2, followers=10_000), one(1, 3, followers=20_000), one(2, 4, followers=3_000)]
    assert kinds(rows) == [("jump", 3, "followers"), ("fall", 4, "followers")]
    assert kinds([one(0, 2, followers=900), one(1, 3, followers=910), one(4, 4, followers=950)]) == [("gap", 4, "day")]
    assert kinds([one(0, 2, reads=5, likes=6)]) == [("over_reads", 2, "likes")]
    assert kinds([one(0, 2, reads=5)], [one(0, 0, reads=4)]) == [("differs", 2, "reads")]
    assert kinds([one(0, 2, followers=10_000), one(30, 3, followers=12_000)]) == [("gap", 3, "day")]
    assert kinds([one(0, 2, followers=10), one(1, 3, followers=90)]) == []


@given(st.integers(0, 10**9), st.integers(1, 20))
def test_a_steady_count_is_never_doubted(value, length):
    rows = [one(number, number + 2, followers=value) for number in range(length)]
    assert kinds(rows) == []


@pytest.mark.django_db
def test_clear_figures_are_recorded_at_once_and_only_once():
    account = factories.account()
    rows = [factories.counted(account, 2, followers=1000), factories.counted(account, 1, 3, followers=1010, posts=2)]
    first = bring(rows)
    assert (first.batch.state, first.batch.counts["new"]) == ("accepted", 2)
    assert bring(rows).is_replay
    assert AccountFigure.objects.count() == 2
    account.refresh_from_db()
    assert clock.shanghai_day(account.last_post_at) == clock.today() - timedelta(days=1)


@pytest.mark.django_db
def test_doubtful_figures_wait_for_a_name():
    account, office = factories.account(), factories.office()
    bring([factories.counted(account, 2, followers=1000)])
    outcome = bring([factories.counted(account, 1, 3, followers=9000)])
    assert outcome.batch.state == "doubtful"
    assert AccountFigure.objects.count() == 1
    with pytest.raises(NotAllowedError):
        figures.accept(batch=outcome.batch, reason="真的", by=factories.person(Role.OBSERVER))
    with pytest.raises(MatrixError):
        figures.accept(batch=outcome.batch, reason=" ", by=office)
    kept = figures.accept(batch=outcome.batch, reason="参加了直播，已核对后台", by=office)
    assert kept.decided_by == office
    assert AccountFigure.objects.get(day=clock.today() - timedelta(days=1)).followers == 9000
    with pytest.raises(MatrixError):
        figures.refuse(batch=outcome.batch, reason="又不对", by=office)


@pytest.mark.django_db
def test_refused_figures_leave_nothing_and_may_come_again():
    account, office = factories.account(), factories.office()
    bring([factories.counted(account, 2, followers=1000)])
    rows = [factories.counted(account, 1, 3, followers=9000)]
    figures.refuse(batch=bring(rows).batch, reason="导错了", by=office)
    assert AccountFigure.objects.count() == 1
    again = bring(rows)
    assert not again.is_replay
    assert FigureBatch.objects.filter(state="doubtful").count() == 1


@pytest.mark.django_db
def test_a_correction_is_told_with_before_and_after():
    account, office = factories.account(), factories.office()
    first = [factories.counted(account, 1, followers=1000)]
    bring(first)
    batch = bring([factories.counted(account, 1, followers=1002)]).batch
    figures.accept(batch=batch, reason="平台更正", by=office)
    (entry,) = audit_queries.entries(verb="matrix.figures_accepted")
    assert '"before":1000' in str(entry.detail).replace("'", '"').replace(" ", "")
    assert AccountFigure.objects.get().followers == 1002
    assert not bring(first).is_replay


@pytest.mark.django_db
def test_a_contact_brings_the_own_units_figures_only():
    account = factories.account()
    own = factories.person(Role.UNIT_CONTACT, account.organisation)
    assert bring([factories.counted(account, 1, followers=10)], by=own).batch.brought_by == own
    with pytest.raises(NotAllowedError):
        bring([factories.counted(factories.account(), 1, followers=10)], by=own)
    with pytest.raises(MatrixError):
        bring([factories.counted(account, -2, followers=10)], by=own)


@pytest.mark.django_db
def test_a_table_is_understood_by_its_titles():
    account = factories.account(name="示例发布")
    day = clock.today() - timedelta(days=1)
    data = table(["示例发布", day, "1.2万", "3,400"], ["示例发布", day - timedelta(days=1), 11990, None])
    opened = figure_files.open_table(data)
    assert opened.is_clear
    rows = figure_files.understand(opened)
    assert [(row.account, row.row, row.values) for row in rows] == [
        (account.pk, 2, {"followers": 12_000, "reads": 3400}),
        (account.pk, 3, {"followers": 11_990}),
    ]


@pytest.mark.django_db
def test_what_is_wrong_is_said_by_row_and_column():
    factories.account(name="示例发布")
    tomorrow = clock.today() + timedelta(days=1)
    data = table(["没有这个", DAY, 1, 1], ["示例发布", "昨天", "-5", 1], ["示例发布", tomorrow, 1, "12%"])
    with pytest.raises(figure_files.FigureFileError) as fault:
        figure_files.understand(figure_files.open_table(data))
    assert [(one.row, one.column) for one in fault.value.problems] == [
        (2, "账号"), (3, "日期"), (3, "粉丝数"), (4, "日期"), (4, "阅读量"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_csv_in_gb18030_and_a_name_on_two_platforms():
    wechat = factories.account(name="同名", platform=factories.platform("wechat"))
    factories.account(name="同名", organisation=wechat.organisation)
    data = "公众号名称,时间,累积关注人数\n同名,2026/3/1,1000\n".encode("gb18030")
    with pytest.raises(figure_files.FigureFileError):
        figure_files.understand(figure_files.open_table(data))
    (row,) = figure_files.understand(figure_files.open_table(data), platform=factories.platform("wechat"))
    assert (row.account, row.values) == (wechat.pk, {"followers": 1000})


@pytest.mark.django_db
def test_columns_nobody_knows_are_asked_for():
    account = factories.account()
    day = clock.today().isoformat()
    opened = figure_files.open_table(table([day, 5, 7], head=("日期", "神秘列", "涨粉")))
    assert not opened.is_clear
    browser = factories.sign_in(factories.office())
    file = io.BytesIO(table([day, 5, 7], head=("日期", "神秘列", "涨粉")))
    file.name = "数据.xlsx"
    asked = browser.post("/desk/matrix/figures/new/", {"file": file, "account": account.pk})
    assert "神秘列" in asked.content.decode()
    told = {"parcel": asked.context["parcel"], "column_0": "day", "column_1": "likes"}
    done = browser.post("/desk/matrix/figures/columns/", told, follow=True)
    assert done.status_code == 200
    assert AccountFigure.objects.get().likes == 5


@pytest.mark.parametrize(
    ("text", "count"),
    [("1,234", 1234), ("１０３万", 1_030_000), ("1.2万", 12_000), ("0", 0), ("12.0", 12), ("1.5", None), ("-1", None),
     ("12%", None), ("1e5", None), ("9" * 20, None), ("万", None)],
)  # fmt: skip
def test_counts(text, count):
    assert figure_files.parse_count(text) == count


@given(st.text(max_size=12))
def test_any_text_is_a_count_or_none(text):
    value = figure_files.parse_count(text)
    assert value is None or value >= 0


@pytest.mark.django_db
def test_an_index_keeps_formula_version_and_inputs():
    account = factories.account(platform=factories.platform("wechat"))
    first, last = clock.today() - timedelta(days=6), clock.today()
    with pytest.raises(MatrixError):
        actions.reckon_index(account=account, first_day=first, last_day=last, by=None)
    post = actions.SeenPost("a", "标题", clock.now(), reads=1000, looks=3, likes=9, shares=4, is_headline=True)
    assert actions.see_posts(account=account, posts=[post, post]) == 1
    row = actions.reckon_index(account=account, first_day=first, last_day=last, by=None)
    again = actions.reckon_index(account=account, first_day=first, last_day=last, by=None)
    assert again.pk == row.pk
    assert (row.version, row.inputs["articles"], row.inputs["days"]) == ("V14.2", 1, 7)
    page = factories.sign_in(factories.office()).get(f"{account.desk_url}?tab=figures").content.decode()
    assert "不作考核依据" in page
    assert str(row.value) in page
