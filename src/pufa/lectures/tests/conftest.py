"""A kit that three people approved, a lecturer with a device, a plan."""

from datetime import UTC, date, datetime

import pytest

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.lectures import actions
from pufa.review.tests import factories as review_factories

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
SCRIPT = "甲：手机一响中大奖 /\n乙：先要转钱三百整（伸手）//\n丙：这样的奖\n丁：骗人！"
QUIZ = [{"question": "中奖先交钱？", "options": ["交", "不交"], "right": 1, "why": "先交钱的奖都是骗局。"}]


@pytest.fixture(autouse=True)
def _clock(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def district(db):
    return factories.district(name="渌口区")


@pytest.fixture
def office(db):
    return factories.person(Role.OFFICE, organisation=factories.organisation(kind="office"))


@pytest.fixture
def lecturer(district):
    return factories.person(Role.LECTURER, organisation=factories.organisation(district=district))


@pytest.fixture
def draft(office):
    return actions.write_kit(
        slug="three", title="网络安全三句半", form="sanjuban", topic="反诈", about="四个人，两分钟。", script=SCRIPT,
        props="锣、鼓", laws="", quiz=QUIZ, by=office, now=NOW,
    )  # fmt: skip


def approve(review):
    """Three people read and approve."""
    staff = review_factories.hire()
    review = review_factories.proofed(review, staff, now=NOW)
    for _gate in range(3):
        review = review_factories.pass_gate(review, staff, now=NOW)


@pytest.fixture
def kit(draft, office):
    approve(actions.submit_kit(kit=draft, by=office, now=NOW))
    draft.refresh_from_db()
    return draft


@pytest.fixture
def plan(kit, lecturer, district):
    return actions.plan(
        kit=kit, lecturer=lecturer, district=district, place="龙船镇", day=date(2026, 11, 19), by=lecturer, now=NOW
    )


@pytest.fixture
def key(lecturer):
    _device, code = actions.ask_code(name="手机", by=lecturer, now=NOW)
    return actions.link(code=code, now=NOW)[1]
