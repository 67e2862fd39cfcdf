"""The states as a machine: whatever people try, the rules hold. And two people at one gate."""

import threading
from types import SimpleNamespace

import pytest
from django.db import connection, connections, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from pufa.review import actions
from pufa.review.models import MOVES, NEXT, OPEN, Gate, Review, Stage, State
from pufa.review.tests import factories
from pufa.review.tests.factories import KIND, MONDAY, all_ticked, put_up, rewrite, submitted

NOBODY = SimpleNamespace(editor=None)
ROLES = ["first_reviewer", "second_reviewer", "final_reviewer"]


def test_the_table_of_moves_is_complete_and_ends():
    assert set(MOVES) == set(State)
    assert all(MOVES[state] for state in OPEN)
    assert not any(MOVES[state] for state in set(State) - set(OPEN))
    assert all(target in MOVES[State(stage.value)] for stage, target in NEXT.items())


class Office(RuleBasedStateMachine):
    """People with any mix of roles who try everything in any order."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(mixes=st.lists(st.sets(st.sampled_from(ROLES), min_size=1), min_size=5, max_size=5))
    def begin(self, mixes):
        full = [{role} for role in ROLES]
        self.people = [factories.person(f"甲{n}", "editor", *sorted(mix)) for n, mix in enumerate(full + mixes)]
        self.author, self.submitter = self.people[-1], self.people[-2]
        self.key = put_up(authors=[self.author])
        self.review = submitted(NOBODY, self.key, by=self.submitter)

    @property
    def latest(self):
        return Review.objects.of(KIND, self.key).first()

    def attempt(self, deed):
        before = self.latest.state
        try:
            with transaction.atomic():
                deed()
        except actions.ReviewError:
            assert self.latest.state == before

    @rule(who=st.integers(0, 7), complete=st.sampled_from([True, True, True, False]))
    def approve(self, who, complete):
        review = self.latest
        checklist = all_ticked(review.stage) if review.stage and complete else {}
        self.attempt(
            lambda: actions.approve(review=review, by=self.people[who], checklist=checklist, comment="", now=MONDAY)
        )

    @rule(who=st.integers(0, 7))
    def proof(self, who):
        self.attempt(
            lambda: actions.record_proof(review=self.latest, by=self.people[who], note="", corrections=0, now=MONDAY)
        )

    @rule(who=st.integers(0, 7))
    def send_back(self, who):
        self.attempt(lambda: actions.send_back(review=self.latest, by=self.people[who], reasons="改", now=MONDAY))

    @rule(who=st.integers(0, 7))
    def cancel(self, who):
        self.attempt(lambda: actions.cancel(review=self.latest, by=self.people[who], reason="撤", now=MONDAY))

    @rule()
    def resubmit(self):
        if self.latest.stage is None:
            rewrite(self.key, title=f"第{Review.objects.count()}稿")
            submitted(NOBODY, self.key, by=self.submitter)
        else:
            self.attempt(lambda: submitted(NOBODY, self.key, by=self.submitter))

    @invariant()
    def approved_means_three_strangers_and_three_proofs(self):
        for review in Review.objects.of(KIND, self.key).filter(state=State.APPROVED):
            gates = {gate.stage: gate.by for gate in review.gates.filter(decision="approve")}
            assert set(gates) == {"first", "second", "final"}
            assert len({person.pk for person in gates.values()}) == 3
            assert not {self.author.pk, self.submitter.pk} & {person.pk for person in gates.values()}
            assert all(person.has_role(f"{stage}_reviewer") for stage, person in gates.items())
            readers = list(review.proofs.values_list("by", flat=True))
            assert len(readers) >= 3
            assert len(set(readers)) >= 2
            assert not {self.author.pk, self.submitter.pk} & set(readers)

    @invariant()
    def one_open_review_and_a_chain_of_rounds(self):
        reviews = list(Review.objects.of(KIND, self.key))
        assert sum(1 for review in reviews if review.stage) <= 1
        for review in reviews:
            assert review.round == (review.previous.round + 1 if review.previous else 1)
            assert (review.due_at is None) == (review.stage is None) == (review.closed_at is not None)


@pytest.mark.django_db
def test_no_order_of_deeds_breaks_the_rules():
    run_state_machine_as_test(
        Office, settings=settings(max_examples=12, stateful_step_count=30, deadline=None, derandomize=True)
    )


@pytest.mark.django_db(transaction=True)
def test_two_people_at_one_gate_at_the_same_moment_and_one_wins():
    staff = factories.hire()
    second = factories.person("另一位初审", "first_reviewer", "second_reviewer")
    review = submitted(staff)
    start, codes = threading.Barrier(2), []

    def approve(person):
        try:
            mine = Review.objects.get(pk=review.pk)
            start.wait(timeout=10)
            actions.approve(review=mine, by=person, checklist=all_ticked(Stage.FIRST), comment="", now=MONDAY)
            codes.append("passed")
        except actions.ReviewError as error:
            codes.append(error.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=(person,)) for person in (staff.first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(codes) == ["moved_on", "passed"], connection.vendor
    assert Gate.objects.count() == 1
    review.refresh_from_db()
    assert review.state == State.SECOND
