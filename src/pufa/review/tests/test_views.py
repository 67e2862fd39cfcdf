"""The desk's review pages: what each person sees and may do."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from pufa.lib import clock
from pufa.review import actions, queries
from pufa.review.models import ChecklistItem, Gate, Review, Stage, State
from pufa.review.tests import factories
from pufa.review.tests.factories import (
    all_ticked,
    approved,
    at_final,
    board,
    pass_gate,
    put_up,
    rewrite,
    sign_in,
    submitted,
)

LIST = "/desk/reviews/"


@pytest.fixture
def now():
    return clock.now()


def page(person, address):
    return sign_in(Client(), person).get(address)


def detail(person, review, query=""):
    return page(person, f"{LIST}{review.pk}/{query}")


def do(person, review, deed, **given):
    data = {"state": review.state, **given}
    return sign_in(Client(), person).post(f"{LIST}{review.pk}/{deed}/", data)


def ticks(stage):
    return {f"item_{item.pk}": "on" for item in ChecklistItem.objects.filter(stage=stage, active=True)}


def test_strangers_are_sent_to_sign_in(staff, client):
    review = submitted(staff)
    for address in (
        LIST,
        f"{LIST}export/",
        f"{LIST}{review.pk}/",
        f"{LIST}{review.pk}/form.docx",
        f"{LIST}check-lists/",
    ):
        assert client.get(address).status_code == 302
    assert client.post(f"{LIST}{review.pk}/approve/").status_code == 302
    assert not Gate.objects.exists()


def test_my_list_shows_what_waits_for_me(staff, now):
    late = submitted(staff, put_up(title="晚了的稿件"), now=now - timedelta(days=20))
    other = pass_gate(submitted(staff, put_up(title="别人那一关"), now=now), staff, now=now)
    answer = page(staff.first, LIST)
    html = answer.content.decode()
    assert late.title in html
    assert other.title not in html
    assert "过期" in html
    assert "去初审" in html
    assert "林一" in html
    everything = page(staff.first, f"{LIST}?view=all").content.decode()
    assert late.title in everything
    assert other.title in everything


def test_filters_and_pages(staff, now):
    for number in range(27):
        submitted(staff, put_up(title=f"稿件{number:02}"), now=now)
    urgent = submitted(staff, put_up(title="急件"), now=now, urgent=True)
    first = page(staff.office, f"{LIST}?view=all")
    assert len(first.context["rows"]) == 25
    assert len(page(staff.office, f"{LIST}?view=all&page=2").context["rows"]) == 3
    assert [row.review for row in page(staff.office, f"{LIST}?view=all&track=urgent").context["rows"]] == [urgent]
    assert len(page(staff.office, f"{LIST}?view=all&q=稿件1").context["rows"]) == 10
    assert page(staff.office, f"{LIST}?view=all&state=final").context["rows"] == []
    assert page(staff.office, f"{LIST}?view=all&late=late").context["rows"] == []
    assert len(page(staff.office, f"{LIST}?view=nonsense&state=nonsense&page=x").context["rows"]) == 25


def test_the_list_asks_the_database_the_same_however_long_it_is(staff, now, django_assert_max_num_queries):
    browser = sign_in(Client(), staff.office)
    for _ in range(3):
        pass_gate(submitted(staff, now=now), staff, now=now)
    browser.get(f"{LIST}?view=all")
    with django_assert_max_num_queries(40) as few:
        browser.get(f"{LIST}?view=all")
    for _ in range(9):
        pass_gate(submitted(staff, now=now), staff, now=now)
    with django_assert_max_num_queries(len(few)):
        browser.get(f"{LIST}?view=all")


def test_what_a_unit_contact_sees_is_its_own(staff, now):
    own = submitted(staff, put_up(authors=[staff.contact]), now=now)
    other = submitted(staff, put_up(title="内部稿件"), now=now)
    assert "内部稿件" not in page(staff.contact, f"{LIST}?view=all").content.decode()
    assert detail(staff.contact, own).status_code == 200
    assert detail(staff.contact, other).status_code in {302, 403}
    assert page(staff.contact, f"{LIST}{other.pk}/form.docx").status_code in {302, 403}
    assert page(staff.office, f"{LIST}999999/").status_code == 404


def test_a_reviewer_passes_a_gate(staff, now):
    review = submitted(staff, now=now)
    answer = do(staff.first, review, "approve", comment="同意", **ticks(Stage.FIRST))
    assert answer.status_code == 302
    review.refresh_from_db()
    assert review.state == State.SECOND
    assert review.gates.get().comment == "同意"
    html = detail(staff.second, review).content.decode()
    assert "通过复审" in html
    assert "同意" in html


def test_an_incomplete_check_list_keeps_what_was_typed(staff, now):
    review = submitted(staff, now=now)
    answer = do(staff.first, review, "approve", comment="写了很久的意见")
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "写了很久的意见" in html
    assert queries.checklist(Stage.FIRST)[0] in html
    assert not Gate.objects.exists()


def test_a_page_left_open_overnight_decides_nothing(staff, now):
    both = factories.person("两关都行", "first_reviewer", "second_reviewer")
    review = submitted(staff, now=now)
    pass_gate(Review.objects.get(pk=review.pk), staff, now=now)
    answer = do(both, review, "approve", **ticks(Stage.FIRST), **ticks(Stage.SECOND))
    assert answer.status_code == 409
    assert Gate.objects.count() == 1


@pytest.mark.parametrize("who", ["editor", "second", "final", "office", "observer"])
def test_buttons_are_disabled_with_the_reason_for_the_wrong_people(staff, now, who):
    review = submitted(staff, now=now)
    person = getattr(staff, who)
    html = detail(person, review).content.decode()
    assert "现在是初审" in html
    assert 'aria-describedby="why-approve"' in html
    assert do(person, review, "approve", **ticks(Stage.FIRST)).status_code == 409
    assert not Gate.objects.exists()


def test_the_last_gate_says_what_is_missing(staff, now):
    review = pass_gate(pass_gate(submitted(staff, now=now), staff, now=now), staff, now=now)
    html = detail(staff.final, review).content.decode()
    assert "why-approve" in html
    assert "校对" in html
    for reader in (staff.first, staff.second, staff.office):
        assert do(reader, review, "proof", corrections="1", note="一处错字").status_code == 302
    assert review.proofs.count() == 3
    assert "why-approve" not in detail(staff.final, review).content.decode()
    assert do(staff.final, review, "approve", **ticks(Stage.FINAL)).status_code == 302
    assert detail(staff.editor, review).status_code == 200
    review.refresh_from_db()
    assert review.state == State.APPROVED


def test_proofs_and_sending_back_need_their_fields(staff, now):
    review = submitted(staff, now=now)
    assert do(staff.first, review, "proof", corrections="-1").status_code == 409
    assert do(staff.contact, review, "proof", corrections="0").status_code in {302, 403}
    assert do(staff.first, review, "send_back", reasons="").status_code == 409
    assert do(staff.first, review, "send_back", reasons="标题不准").status_code == 302
    review.refresh_from_db()
    assert review.state == State.SENT_BACK
    html = detail(staff.editor, review).content.decode()
    assert "标题不准" in html
    assert "退" in html


def test_differences_to_what_was_last_approved(staff, now):
    first = approved(staff)
    rewrite(first.key, title="别点陌生的链接", paragraphs=("第一段：先停一停，再核实。", "<b>新的</b>一段话。"))
    review = submitted(staff, first.key, now=now)
    html = detail(staff.first, review).content.decode()
    assert "<ins>的</ins>" in html
    assert "&lt;b&gt;" in html
    assert "<b>新的" not in html
    whole = detail(staff.first, review, "?against=nothing").content.decode()
    assert "<ins>" not in whole
    assert "首次送审" in detail(staff.first, submitted(staff, now=now)).content.decode()


def test_the_round_before_can_be_compared(staff, now):
    review = submitted(staff, now=now)
    actions.send_back(review=review, by=staff.first, reasons="换个说法", now=now)
    rewrite(review.key, title="别点不明链接")
    again = submitted(staff, review.key, now=now)
    html = detail(staff.first, again).content.decode()
    assert "<del>陌生</del><ins>不明</ins>" in html
    assert "换个说法" in html


def test_a_blocking_finding_is_let_pass_by_name(staff, now):
    review = at_final(staff, put_up(is_reprint=True, source="某报"))
    assert "由我负责放行" in detail(staff.final, review).content.decode()
    assert "由我负责放行" not in detail(staff.second, review).content.decode()
    (finding,) = queries.blocking(review)
    give = {"fingerprint": finding["fingerprint"]}
    assert do(staff.second, review, "override", reason="x", **give).status_code == 409
    assert do(staff.final, review, "override", reason="已向报社核实", **give).status_code == 302
    html = detail(staff.final, review).content.decode()
    assert "已向报社核实" in html


def test_check_again_withdraw_and_look_back(staff, now):
    review = submitted(staff, now=now)
    assert do(staff.first, review, "recheck").status_code == 302
    assert review.reports.count() == 2
    assert do(staff.first, review, "cancel", reason="x").status_code == 409
    assert do(staff.editor, review, "cancel", reason="不发了").status_code == 302
    review.refresh_from_db()
    assert review.state == State.CANCELLED
    done = approved(staff)
    board.notices[done.key].url = "/notice/"
    assert do(staff.office, done, "look_back", verdict="needs_change", note="").status_code == 409
    assert do(staff.office, done, "look_back", verdict="needs_change", note="电话已换").status_code == 302
    html = detail(staff.office, done).content.decode()
    assert "电话已换" in html
    assert 'href="/notice/"' in html


def test_a_text_that_is_gone_still_has_its_page(staff, now):
    review = submitted(staff, now=now)
    del board.notices[review.key]
    assert detail(staff.first, review).status_code == 200
    assert do(staff.first, review, "approve", **ticks(Stage.FIRST)).status_code == 409


def test_keys_lead_to_the_neighbours(staff, now):
    one, two, three = (submitted(staff, now=now + timedelta(minutes=minute)) for minute in range(3))
    html = detail(staff.first, two).content.decode()
    assert f'data-review-before href="{LIST}{one.pk}/"' in html
    assert f'data-review-next href="{LIST}{three.pk}/"' in html


def test_excel_holds_the_filtered_list_and_no_formula(staff, now):
    approved(staff, put_up(title="=1+1"))
    submitted(staff, now=now)
    answer = page(staff.office, f"{LIST}export/?view=done")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows())
    assert len(rows) == 2
    assert rows[1][0].value == "=1+1"
    assert rows[1][0].data_type == "s"
    assert [cell.value for cell in rows[1][8:11]] == ["陈初", "黄复", "周终"]
    assert rows[1][11].value == 3


def test_only_the_office_changes_check_lists(staff):
    assert page(staff.first, f"{LIST}check-lists/").status_code in {302, 403}
    browser = sign_in(Client(), staff.office)
    assert queries.checklist(Stage.FIRST)[0] in browser.get(f"{LIST}check-lists/").content.decode()
    texts = {stage.value: "\n".join(queries.checklist(stage)) for stage in Stage}
    assert browser.post(f"{LIST}check-lists/", {**texts, "final": "导向正确\n同意发布"}).status_code == 302
    assert queries.checklist(Stage.FINAL) == ["导向正确", "同意发布"]
    assert browser.post(f"{LIST}check-lists/", {**texts, "first": ""}).status_code == 200
    assert len(all_ticked(Stage.FIRST)) == 4


def test_the_desk_shows_panel_and_counter(staff, now):
    submitted(staff, put_up(title="首页上的稿件"), now=now)
    html = page(staff.first, "/desk/").content.decode()
    assert "首页上的稿件" in html
    assert "我要办的" in html
    assert '"data-count": "1"' in html or "data-count" in html
    assert "首页上的稿件" not in page(staff.contact, "/desk/").content.decode()


def test_no_get_does_a_deed(staff, now):
    review = submitted(staff, now=now)
    browser = sign_in(Client(), staff.first)
    assert browser.get(f"{LIST}{review.pk}/approve/").status_code == 405
    guarded = sign_in(Client(enforce_csrf_checks=True), staff.first)
    assert guarded.post(f"{LIST}{review.pk}/approve/", {"state": "first"}).status_code == 403
    assert not Gate.objects.exists()
