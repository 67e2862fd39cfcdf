"""Every way an action of review can end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from pufa.accounts.models import User
from pufa.audit import queries as audit_queries
from pufa.review import actions, queries, signals
from pufa.review.drafts import Draft
from pufa.review.models import Gate, LookBack, Review, Stage, State
from pufa.review.tests import factories
from pufa.review.tests.factories import KIND, MONDAY, all_ticked, board, pass_gate, proofed, put_up, rewrite, submitted


def code_of(call):
    with pytest.raises(actions.ReviewError) as caught:
        call()
    assert str(caught.value)
    return caught.value.reason


def approve(review, by, **given):
    ticks = all_ticked(review.stage) if review.stage else {}
    return actions.approve(review=review, by=by, **{"checklist": ticks, "comment": "", "now": MONDAY, **given})


def verbs(review):
    return [entry.verb for entry in reversed(list(audit_queries.entries(key=review.object_key)))]


def test_a_text_goes_through_three_gates_and_everything_is_in_the_trail(staff):
    heard = []
    receiver = lambda sender, review, **_: heard.append((review.state, review.revision_id))  # noqa: E731
    signals.approved.connect(receiver)
    try:
        review = factories.at_final(staff)
        assert board.notices[review.key].locked_by == staff.editor.pk
        assert heard == []
        pass_gate(review, staff, now=MONDAY + timedelta(hours=3), comment="  同意  ")
    finally:
        signals.approved.disconnect(receiver)
    assert (review.state, review.due_at) == (State.APPROVED, None)
    assert review.closed_at == MONDAY + timedelta(hours=3)
    assert review.look_back_due_at == MONDAY + timedelta(days=30, hours=3)
    assert heard == [("approved", 1)]
    assert board.notices[review.key].locked_by is None
    assert [(gate.stage, gate.by) for gate in review.gates.all()] == [
        ("first", staff.first), ("second", staff.second), ("final", staff.final),
    ]  # fmt: skip
    final = review.gates.get(stage="final")
    assert final.comment == "同意"
    assert final.checklist == [[text, True] for text in queries.checklist(Stage.FINAL)]
    assert verbs(review) == ["review.submitted", *["review.proofed"] * 3, *["review.approved"] * 3]


def test_submitting_keeps_what_was_handed_in(staff):
    organisation_less = submitted(staff)
    assert organisation_less.organisation is None
    key = put_up(authors=[staff.editor, staff.observer], title="  两行\n标题 ")
    later = MONDAY + timedelta(days=9)
    review = submitted(staff, key, publish_at=later)
    assert (review.title, review.revision_id, review.round, review.publish_at) == ("两行 标题", 1, 1, later)
    assert set(review.authors.all()) == {staff.editor, staff.observer}
    assert review.draft == board.notices[key].draft
    assert review.due_at == datetime(2026, 3, 4, 1, 0, tzinfo=UTC)
    assert review.reports.get().verdict == "clean"


def test_due_dates_skip_the_weekend_and_hours_count_when_urgent(staff, settings):
    friday = datetime(2026, 3, 6, 7, 30, tzinfo=UTC)
    assert submitted(staff, now=friday).due_at == datetime(2026, 3, 10, 7, 30, tzinfo=UTC)
    review = submitted(staff, urgent=True, now=friday)
    assert review.is_urgent
    assert review.due_at == friday + timedelta(hours=4)
    pass_gate(review, staff, now=friday + timedelta(hours=1))
    assert review.due_at == friday + timedelta(hours=5)
    settings.REVIEW = {**settings.REVIEW, "urgent_enabled": False}
    assert code_of(lambda: submitted(staff, urgent=True)) == "urgent_off"


def test_nothing_is_put_off_for_ever(staff):
    assert code_of(lambda: submitted(staff, publish_at=datetime(9999, 12, 31, tzinfo=UTC))) == "too_far_ahead"
    assert not Review.objects.exists()


def test_a_text_is_handed_in_once_at_a_time(staff):
    review = submitted(staff)
    assert code_of(lambda: submitted(staff, review.key)) == "already_open"
    with pytest.raises(LookupError):
        submitted(staff, "no-such-notice")
    with pytest.raises(LookupError):
        actions.submit(kind="no-such-kind", key="1", by=staff.editor)
    with pytest.raises(ValueError, match="time zone"):
        submitted(staff, publish_at=datetime(2026, 3, 9, 8, 0))
    assert Review.objects.count() == 1


def test_each_gate_needs_its_role(staff):
    review = submitted(staff)
    for outsider in (staff.editor, staff.second, staff.final, staff.office, staff.observer, staff.contact):
        assert code_of(lambda by=outsider: approve(review, by)) == "wrong_role"
        assert code_of(lambda by=outsider: actions.send_back(review=review, by=by, reasons="x")) == "wrong_role"
    assert not Gate.objects.exists()


def test_nobody_reviews_or_proofs_the_own_text(staff):
    writer = factories.person("既写又审", "editor", "first_reviewer")
    as_author = submitted(staff, put_up(authors=[writer]))
    as_submitter = submitted(staff, by=writer)
    for review in (as_author, as_submitter):
        assert code_of(lambda r=review: approve(r, writer)) == "own_piece"
        assert code_of(lambda r=review: actions.send_back(review=r, by=writer, reasons="x")) == "own_piece"
        assert (
            code_of(lambda r=review: actions.record_proof(review=r, by=writer, note="", corrections=0)) == "own_piece"
        )


def test_one_person_decides_one_gate_however_many_roles(staff):
    many = factories.person("三个角色", "first_reviewer", "second_reviewer", "final_reviewer")
    review = approve(submitted(staff), many)
    assert code_of(lambda: approve(review, many)) == "same_person"
    assert code_of(lambda: actions.send_back(review=review, by=many, reasons="x")) == "same_person"
    with pytest.raises(IntegrityError), transaction.atomic():
        Gate.objects.create(review=review, stage="second", decision="approve", by=many, at=MONDAY)


def test_the_check_list_must_be_ticked_to_the_end(staff):
    review = submitted(staff)
    ticks = all_ticked(Stage.FIRST)
    last = list(ticks)[-1]
    assert code_of(lambda: approve(review, staff.first, checklist={**ticks, last: False})) == "checklist_incomplete"
    assert code_of(lambda: approve(review, staff.first, checklist={})) == "checklist_incomplete"
    assert Gate.objects.count() == 0


def test_three_proof_passes_by_two_people_before_the_last_gate(staff):
    review = pass_gate(pass_gate(submitted(staff), staff), staff)
    for _ in range(2):
        actions.record_proof(review=review, by=staff.first, note="", corrections=0, now=MONDAY)
    assert code_of(lambda: approve(review, staff.final)) == "too_few_proofs"
    actions.record_proof(review=review, by=staff.first, note="", corrections=0, now=MONDAY)
    assert code_of(lambda: approve(review, staff.final)) == "too_few_proof_readers"
    actions.record_proof(review=review, by=staff.office, note="两处", corrections=2, now=MONDAY)
    assert [proof.number for proof in review.proofs.all()] == [1, 2, 3, 4]
    assert approve(review, staff.final).state == State.APPROVED


def test_proof_passes_are_for_proof_readers_and_open_texts(staff):
    review = submitted(staff)
    assert (
        code_of(lambda: actions.record_proof(review=review, by=staff.contact, note="", corrections=0)) == "wrong_role"
    )
    with pytest.raises(ValueError, match="below 0"):
        actions.record_proof(review=review, by=staff.first, note="", corrections=-1)
    actions.cancel(review=review, by=staff.editor, reason="重写", now=MONDAY)
    assert code_of(lambda: actions.record_proof(review=review, by=staff.first, note="", corrections=0)) == "wrong_state"


def test_a_changed_text_is_not_approved_but_can_be_sent_back(staff):
    review = submitted(staff)
    rewrite(review.key, title="另一个标题")
    assert code_of(lambda: approve(review, staff.first)) == "changed"
    assert code_of(lambda: actions.record_proof(review=review, by=staff.first, note="", corrections=0)) == "changed"
    assert code_of(lambda: actions.recheck(review=review, by=staff.first)) == "changed"
    assert actions.send_back(review=review, by=staff.first, reasons="改过了", now=MONDAY).state == State.SENT_BACK


def test_a_text_that_is_gone_can_only_be_withdrawn(staff):
    review = submitted(staff)
    del board.notices[review.key]
    assert code_of(lambda: approve(review, staff.first)) == "gone"
    assert actions.cancel(review=review, by=staff.office, reason="已删除", now=MONDAY).state == State.CANCELLED


def test_sent_back_texts_come_again_as_the_next_round(staff):
    heard = []
    receiver = lambda sender, review, **_: heard.append(review.pk)  # noqa: E731
    signals.sent_back.connect(receiver)
    review = proofed(pass_gate(submitted(staff), staff), staff)
    assert code_of(lambda: actions.send_back(review=review, by=staff.second, reasons="  ")) == "reason_missing"
    actions.send_back(review=review, by=staff.second, reasons="数据没有出处", now=MONDAY)
    signals.sent_back.disconnect(receiver)
    assert heard == [review.pk]
    assert board.notices[review.key].locked_by is None
    assert code_of(lambda: approve(review, staff.second)) == "wrong_state"
    rewrite(review.key, paragraphs=("改好的一段。",))
    again = submitted(staff, review.key)
    assert (again.round, again.previous, again.state, again.revision_id) == (2, review, State.FIRST, 2)
    assert again.proofs.count() == 0
    assert [one.round for one in queries.history(KIND, review.key)] == [2, 1]
    assert verbs(review)[-2:] == ["review.sent_back", "review.submitted"]


def test_a_later_text_is_compared_with_what_was_approved(staff):
    first = factories.approved(staff)
    rewrite(first.key, title="新标题")
    second = submitted(staff, first.key)
    assert second.compared_with == first
    assert second.round == 1
    assert queries.latest_approved(KIND, first.key) == first


def test_withdrawing_is_for_owners_and_the_office(staff):
    heard = []
    receiver = lambda sender, review, **_: heard.append(review.pk)  # noqa: E731
    signals.cancelled.connect(receiver)
    review = submitted(staff)
    assert code_of(lambda: actions.cancel(review=review, by=staff.first, reason="x")) == "not_yours"
    assert code_of(lambda: actions.cancel(review=review, by=staff.editor, reason="")) == "reason_missing"
    actions.cancel(review=review, by=staff.editor, reason="主题变了", now=MONDAY)
    signals.cancelled.disconnect(receiver)
    assert heard == [review.pk]
    assert board.notices[review.key].locked_by is None
    assert code_of(lambda: actions.cancel(review=review, by=staff.editor, reason="再次")) == "wrong_state"
    assert (review.cancelled_by, review.cancel_reason) == (staff.editor, "主题变了")
    assert verbs(review)[-1] == "review.cancelled"
    assert submitted(staff, review.key).round == 1


def test_blocking_findings_stop_the_last_gate_until_somebody_answers_for_them(staff):
    review = factories.at_final(staff, put_up(is_reprint=True, source="某报"))
    assert code_of(lambda: approve(review, staff.final)) == "blocking_finding"
    (finding,) = queries.blocking(review)
    give = {"review": review, "fingerprint": finding["fingerprint"], "now": MONDAY}
    assert code_of(lambda: actions.override(**give, by=staff.second, reason="x")) == "wrong_role"
    assert code_of(lambda: actions.override(**give, by=staff.final, reason=" ")) == "reason_missing"
    assert (
        code_of(lambda: actions.override(**give | {"fingerprint": "0"}, by=staff.final, reason="x"))
        == "no_such_finding"
    )
    made = actions.override(**give, by=staff.final, reason="已电话核实")
    assert (made.by, made.finding["code"]) == (staff.final, "unconfirmed_source")
    assert code_of(lambda: actions.override(**give, by=staff.final, reason="x")) == "no_such_finding"
    assert approve(review, staff.final).state == State.APPROVED
    assert "review.overridden" in verbs(review)


def test_a_reprint_without_source_passes_on_nobodys_name(staff):
    review = factories.at_final(staff, put_up(is_reprint=True))
    (finding,) = queries.blocking(review)
    give = {"review": review, "fingerprint": finding["fingerprint"], "by": staff.final, "reason": "急"}
    assert code_of(lambda: actions.override(**give)) == "not_overridable"
    assert code_of(lambda: approve(review, staff.final)) == "blocking_finding"


def test_checks_run_again_on_demand(staff):
    review = submitted(staff, put_up(is_reprint=True, source="某报"))
    board.notices[review.key].draft = replace(board.notices[review.key].draft, source_checked=True)
    report = actions.recheck(review=review, by=staff.first, now=MONDAY)
    assert (report.verdict, review.reports.count()) == ("clean", 2)
    assert queries.blocking(review) == []


def test_a_stale_page_decides_nothing(staff):
    both = factories.person("两关都行", "first_reviewer", "second_reviewer")
    review = submitted(staff)
    seen_by_other = Review.objects.get(pk=review.pk)
    pass_gate(review, staff)
    assert code_of(lambda: approve(seen_by_other, both)) == "moved_on"
    assert Gate.objects.count() == 1


def test_a_receiver_that_fails_undoes_the_approval(staff):
    def refuse(sender, review, **_):
        raise RuntimeError("cannot publish")

    review = factories.at_final(staff)
    signals.approved.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            approve(review, staff.final)
    finally:
        signals.approved.disconnect(refuse)
    review.refresh_from_db()
    assert review.state == State.FINAL
    assert not review.gates.filter(stage="final").exists()


def test_looking_back(staff):
    review = submitted(staff)
    assert code_of(lambda: actions.look_back(review=review, by=staff.office, verdict="ok", note="")) == "wrong_state"
    review = factories.approved(staff)
    assert code_of(lambda: actions.look_back(review=review, by=staff.editor, verdict="ok", note="")) == "wrong_role"
    change = LookBack.Outcome.NEEDS_CHANGE
    assert (
        code_of(lambda: actions.look_back(review=review, by=staff.office, verdict=change, note="")) == "reason_missing"
    )
    with pytest.raises(ValueError, match="fine"):
        actions.look_back(review=review, by=staff.office, verdict="fine", note="")
    actions.look_back(review=review, by=staff.office, verdict=change, note="电话换了", now=MONDAY)
    assert review.look_back.verdict == change
    assert code_of(lambda: actions.look_back(review=review, by=staff.office, verdict="ok", note="")) == "already_done"
    assert verbs(review)[-1] == "review.looked_back"


def test_the_office_changes_a_check_list_and_old_gates_keep_theirs(staff):
    review = pass_gate(submitted(staff), staff)
    before = review.gates.get().checklist
    assert code_of(lambda: actions.change_checklist(stage=Stage.FIRST, texts=["x"], by=staff.first)) == "wrong_role"
    assert (
        code_of(lambda: actions.change_checklist(stage=Stage.FIRST, texts=[" "], by=staff.office))
        == "checklist_incomplete"
    )
    actions.change_checklist(
        stage=Stage.FIRST, texts=[" 新的  一条 ", "", "标题与正文相符", "新的 一条"], by=staff.office
    )
    assert queries.checklist(Stage.FIRST) == ["新的 一条", "标题与正文相符"]
    assert review.gates.get().checklist == before


def test_what_waits_for_whom(staff):
    now = MONDAY + timedelta(hours=1)
    late = submitted(staff, urgent=True, now=MONDAY - timedelta(days=1))
    today = submitted(staff, urgent=True, now=MONDAY)
    later = pass_gate(submitted(staff, now=MONDAY), staff)
    own = submitted(staff, by=staff.first)
    assert list(queries.queue(staff.first)) == [late, today]
    assert own not in queries.queue(staff.first)
    assert list(queries.queue(staff.second)) == [later]
    assert list(queries.queue(staff.editor)) == []
    assert queries.counts_for(staff.first, now=now) == queries.Counts(waiting=2, overdue=1, today=1)
    many = factories.person("初又复", "first_reviewer", "second_reviewer")
    approve(late, many)
    assert late not in queries.queue(many)


def test_who_may_read_what(staff):
    review = submitted(staff, put_up(authors=[staff.contact]))
    other = submitted(staff)
    assert set(queries.visible_to(staff.observer)) == {review, other}
    assert set(queries.visible_to(staff.contact)) == {review}


def test_the_public_sees_three_gates_and_the_proof_passes(staff):
    review = factories.at_final(staff)
    assert queries.public_record(KIND, review.key) is None
    pass_gate(review, staff)
    record = queries.public_record(KIND, review.key)
    assert [gate.name for gate in record.gates] == ["陈初", "黄复", "周终"]
    assert [gate.day.isoformat() for gate in record.gates] == ["2026-03-02"] * 3
    assert record.proof_passes == 3
    rewrite(review.key, title="新的一稿")
    submitted(staff, review.key)
    assert queries.public_record(KIND, review.key) == record


def test_drafts_survive_being_kept_as_json():
    draft = factories.GOOD
    assert Draft.from_json(draft.to_json()) == draft
    assert Draft.from_json({"title": "只有标题"}) == Draft("只有标题")


def test_people_in_a_review_cannot_be_deleted(staff):
    submitted(staff)
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=staff.editor.pk).delete()
