"""Reminders: in time, to the right people, once."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from pufa.audit import queries as audit_queries
from pufa.beat import actions as beat_actions
from pufa.review import actions, queries
from pufa.review.actions import reminders
from pufa.review.models import Reminder
from pufa.review.tests import factories
from pufa.review.tests.factories import MONDAY, board, pass_gate, sign_in, submitted


def remind(hours):
    return [(one.kind, one.stage) for one in actions.remind_overdue(now=MONDAY + timedelta(hours=hours))]


def test_soon_and_late_are_told_once_each(staff):
    review = submitted(staff)
    assert remind(1) == []
    assert remind(25) == [("due_soon", "first")]
    assert remind(26) == []
    assert remind(49) == [("overdue", "first")]
    assert remind(50) == []
    assert [message.to for message in mail.outbox] == [["chu@example.org"]] * 2
    assert review.title in mail.outbox[0].subject
    assert f"/desk/reviews/{review.pk}/" in mail.outbox[0].body
    assert "2026-03-04 09:00" in mail.outbox[0].body
    assert Reminder.objects.filter(mailed_to=1, mail_error="").count() == 2
    assert len(list(audit_queries.entries(key=review.object_key, verb="review.reminded"))) == 2


def test_the_desk_lists_what_one_was_reminded_of_until_it_is_done(staff):
    review = submitted(staff)
    remind(49)
    assert [one.review for one in queries.reminders_for(staff.first)] == [review]
    assert list(queries.reminders_for(staff.second)) == []
    html = sign_in(Client(), staff.first).get("/desk/reviews/").content.decode()
    assert "审稿已过期" in html
    pass_gate(review, staff)
    assert list(queries.reminders_for(staff.first)) == []


def test_the_next_gate_is_reminded_anew(staff):
    review = submitted(staff)
    remind(49)
    pass_gate(review, staff, now=MONDAY + timedelta(hours=50))
    mail.outbox.clear()
    assert remind(50 + 49) == [("overdue", "second")]
    assert [message.to for message in mail.outbox] == [["fu@example.org"]]


def test_the_urgent_track_is_reminded_by_the_hour(staff):
    submitted(staff, urgent=True)
    assert remind(2) == []
    assert remind(3.5) == [("due_soon", "first")]
    assert remind(4.5) == [("overdue", "first")]


def test_nobody_is_reminded_of_the_own_text(staff):
    writer = factories.person("既写又审", "editor", "first_reviewer", email="xie@example.org")
    review = submitted(staff, by=writer)
    assert [person.name for person in reminders.recipients(review)] == ["陈初"]


def test_closed_reviews_are_left_alone(staff):
    actions.cancel(review=submitted(staff), by=staff.editor, reason="不发了", now=MONDAY)
    assert remind(999) == []


def test_look_back_when_still_public_and_not_replaced(staff):
    review = factories.approved(staff)
    month = 31 * 24
    assert remind(month) == []
    board.notices[review.key].url = "/notice/"
    assert remind(month) == [("look_back", "")]
    assert remind(month) == []
    assert [message.to for message in mail.outbox] == [["ban@example.org"]]
    assert [one.review for one in queries.reminders_for(staff.office)] == [review]
    html = sign_in(Client(), staff.office).get("/desk/reviews/?view=look_back").content.decode()
    assert f"/desk/reviews/{review.pk}/" in html
    again = factories.approved(staff, review.key)
    assert remind(month + 1) == [("look_back", "")]
    assert Reminder.objects.get(review=again).kind == "look_back"
    actions.look_back(review=again, by=staff.office, verdict="ok", now=MONDAY)
    assert remind(month + 2) == []


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("no server"), ConnectionRefusedError(111, "refused")])
def test_a_mail_that_fails_is_noted_and_the_desk_still_shows_the_reminder(staff, monkeypatch, error):
    def refuse(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    submitted(staff)
    assert remind(49) == [("overdue", "first")]
    kept = Reminder.objects.get()
    assert kept.mailed_to == 0
    assert kept.mail_error


@pytest.mark.django_db(transaction=True)
def test_the_clock_runs_the_job():
    staff = factories.hire()
    submitted(staff)
    names = [run.job for run in beat_actions.run_due(now=MONDAY + timedelta(hours=49))]
    assert "review.reminders" in names
    assert Reminder.objects.get().kind == "overdue"
