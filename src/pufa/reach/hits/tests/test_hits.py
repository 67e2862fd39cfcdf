"""The parts of the counter that need no server: what is taken, who is a robot, what is logged, what is summed up."""

import asyncio
import stat
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from pufa.reach.hits import counts, flush, known, sketch, visitors
from pufa.reach.hits.counter import HitCounter, replay
from pufa.reach.hits.log import HitLog, frames, orphans, pack, read
from pufa.reach.hits.request import Hit, RefusedHitError, parse
from pufa.reach.hits.robots import is_loaded_ahead, is_robot_agent
from pufa.reach.hits.rollup import Batch, CountedHit, Span
from pufa.reach.hits.visitors import Visitors
from pufa.reach.models.hits import HitLogMark, HourlyHits

HOUR = 490_000
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.49"


def hit(key="page:1", hour=HOUR, channel="web", visitor=7):
    return CountedHit(hour, key, channel, visitor)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("o=page:12&c=wechat", Hit("page:12", "wechat")),
        ("o=page%3A12", Hit("page:12", "web")),
        ("c=&o=piece:a_b-3", Hit("piece:a_b-3", "web")),
    ],
)
def test_hit_is_read(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "o=", "o=page", "o=Page:1", "o=page:1&o=page:2", "o=page:1&c=A", "o=page:1%00", "o=page:" + "1" * 60,
     "o=page:1&c=" + "x" * 33, "o=page:1\n", "o=页:1", "o=page:<script>", "x" * 300],
)  # fmt: skip
def test_odd_hit_is_refused(text):
    with pytest.raises(RefusedHitError):
        parse(text)


@given(st.text(max_size=300))
def test_no_text_gets_past_the_shape(text):
    try:
        taken = parse(text)
    except RefusedHitError:
        return
    assert len(taken.key) <= 64
    assert taken.key.isascii()


@pytest.mark.parametrize(
    "agent", [PHONE, "Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/130.0", "CUBOT X30 Mozilla/5.0"]
)
def test_people_are_counted(agent):
    assert not is_robot_agent(agent)


@pytest.mark.parametrize(
    "agent",
    ["", "-", "curl/8.1", "Mozilla/5.0 (compatible; Baiduspider/2.0)", "python-requests/2", "Googlebot/2.1",
     "YisouSpider", "Sogou web spider/4.0", "Mozilla/5.0 HeadlessChrome/126"],
)  # fmt: skip
def test_robots_are_not(agent):
    assert is_robot_agent(agent)


def test_pages_loaded_ahead_are_not_reads():
    assert is_loaded_ahead({"sec-purpose": "prefetch;prerender"})
    assert not is_loaded_ahead({"user-agent": PHONE})


def test_salt_is_secret_shared_by_processes_and_new_each_day(tmp_path):
    one, other = Visitors(tmp_path), Visitors(tmp_path)
    number = one.number("1.2.3.4", PHONE, hour=HOUR)
    assert other.number("1.2.3.4", PHONE, hour=HOUR) == number
    assert 0 <= number < 1 << 26
    assert stat.S_IMODE((tmp_path / "salt").stat().st_mode) == 0o600
    before = (tmp_path / "salt").read_text()
    visitors.forget_old_salt(tmp_path, hour=HOUR)
    assert (tmp_path / "salt").read_text() == before
    visitors.forget_old_salt(tmp_path, hour=HOUR + 24)
    assert (tmp_path / "salt").read_text() != before
    assert one.number("1.2.3.4", PHONE, hour=HOUR + 24) != number
    assert "Visitors(" in repr(one)
    assert before.split()[1] not in repr(other)


def test_day_ends_at_midnight_in_china_and_ipv6_counts_by_network(tmp_path):
    late = visitors.hour_of(datetime(2026, 3, 1, 15, 59, tzinfo=UTC).timestamp())
    assert visitors.day_of(late) + 1 == visitors.day_of(late + 1)
    numbers = Visitors(tmp_path)
    assert numbers.number("2001:db8::1", "a", hour=HOUR) == numbers.number("2001:db8::2", "a", hour=HOUR)
    assert numbers.number("2001:db8:1::1", "a", hour=HOUR) != numbers.number("2001:db8:2::1", "a", hour=HOUR)


def test_sketches_merge_without_counting_anyone_twice():
    both = sketch.merge([sketch.build(HOUR, range(5000)), sketch.build(HOUR, range(2500, 7500)), sketch.EMPTY])
    assert sketch.estimate([both]) == pytest.approx(7500, rel=0.06)
    assert sketch.estimate([]) == 0
    assert len(both) < 1200


@given(
    st.lists(st.lists(st.builds(hit, visitor=st.integers(0, 2**26 - 1)), min_size=1, max_size=4), max_size=4), st.data()
)
def test_log_cut_or_damaged_anywhere_gives_back_whole_batches_only(batches, data):
    packed = [pack(batch) for batch in batches]
    content = b"".join(packed)
    cut = data.draw(st.integers(0, len(content)))
    whole = 0
    while whole < len(packed) and sum(map(len, packed[: whole + 1])) <= cut:
        whole += 1
    assert [hits for hits, _ in frames(content[:cut], 0)] == batches[:whole]
    if content:
        place = data.draw(st.integers(0, len(content) - 1))
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        found = [hits for hits, _ in frames(bytes(damaged), 0)]
        assert found == batches[: len(found)]
        assert len(found) < len(batches)


@pytest.mark.django_db
def test_batch_is_written_once_however_often_it_is_tried():
    batch = Batch()
    batch.add([hit(), hit(visitor=8), hit(channel="wechat")], "a.hits", Span(0, 100))
    flush.write(batch)
    flush.write(batch)
    assert counts.by_channel() == {"web": 2, "wechat": 1}
    following = Batch()
    following.add([hit(visitor=7)], "a.hits", Span(100, 140))
    flush.write(following)
    assert counts.total(["page:1"]) == 4
    assert counts.unique(["page:1"]) == pytest.approx(2, abs=0.1)
    assert HitLogMark.objects.get().offset == 140


@pytest.mark.django_db
def test_gap_in_the_log_is_refused_whole():
    batch = Batch()
    batch.add([hit()], "a.hits", Span(40, 80))
    with pytest.raises(flush.MarkMismatchError):
        flush.write(batch)
    assert counts.total() == 0


@pytest.mark.django_db
def test_dead_process_is_read_from_its_mark_on_and_its_torn_end_is_left_out(tmp_path):
    log = HitLog(tmp_path)
    name, span = log.append([hit(), hit()])
    first = Batch()
    first.add([hit(), hit()], name, span)
    flush.write(first)
    log.append([hit(key="page:2")])
    assert list(orphans(tmp_path)) == [], "the process still lives"
    log.abandon()
    with (tmp_path / name).open("ab") as stream:
        stream.write(pack([hit(key="page:3")])[:-1])
    for segment in orphans(tmp_path):
        assert replay(segment) == 1
        segment.close()
    assert counts.by_object() == {"page:1": 2, "page:2": 1}
    assert not list(tmp_path.glob("*.hits"))
    assert not HitLogMark.objects.exists()


def test_full_segment_is_followed_by_a_new_one(tmp_path):
    log = HitLog(tmp_path, segment_bytes=60)
    names = [log.append([hit()])[0] for _ in range(4)]
    assert len(set(names)) == 2
    full = log.finished()[0]
    assert read(full, 0)[0] == [hit(), hit()]
    log.forget(full)
    assert not full.file.exists()


@pytest.mark.django_db
def test_figures_by_time_object_and_channel():
    noon = datetime(2026, 3, 1, 4, tzinfo=UTC)
    rows = [
        counts.HourlyRow("page:1", noon + timedelta(hours=hours), channel, 10, ["a", "b", f"c{hours}"])
        for hours in (0, 11, 12, 13)
        for channel in ("web", "wechat")
    ]
    assert counts.add_rollups(rows) == 8
    counts.record_hits(object_key="page:2", hour=noon, channel="web", count=500, visitors=300)
    assert counts.by_day(["page:1"]) == {date(2026, 3, 1): 40, date(2026, 3, 2): 40}
    assert counts.by_channel(["page:1"]) == {"web": 40, "wechat": 40}
    assert counts.by_object(since=noon, until=noon + timedelta(hours=1)) == {"page:2": 500, "page:1": 20}
    assert counts.unique(["page:1"], until=noon + timedelta(hours=12)) == pytest.approx(4, abs=0.1)
    assert counts.unique(["page:2"]) == pytest.approx(300, rel=0.06)
    assert counts.total() == 580
    assert counts.unique(["page:9"]) == 0


@pytest.mark.django_db
def test_figures_take_one_query_each(django_assert_num_queries):
    with django_assert_num_queries(5):
        counts.total(), counts.unique(), counts.by_day(), counts.by_channel(), counts.by_object()


@pytest.mark.django_db(transaction=True)
def test_hit_waits_for_the_disk_and_ends_in_the_database(tmp_path):
    counter = HitCounter(tmp_path, clock=lambda: HOUR * 3600.0, flush_every=0.02)

    async def many():
        await asyncio.gather(
            *(counter.count(Hit("page:1", "web"), address=f"10.0.0.{n}", agent=PHONE) for n in range(200))
        )
        return sum(file.stat().st_size for file in tmp_path.glob("*.hits"))

    logged = asyncio.run(many())
    assert logged > 200 * 10
    assert b"10.0.0." not in b"".join(file.read_bytes() for file in tmp_path.glob("*.hits"))
    counter.start(asyncio.new_event_loop())
    counter.stop()
    row = HourlyHits.objects.get()
    assert (row.count, row.hour) == (200, flush.hour_start(HOUR))
    assert sketch.estimate([row.sketch]) == pytest.approx(200, rel=0.06)
    assert not list(tmp_path.glob("*.hits"))


@pytest.mark.django_db(transaction=True)
def test_log_is_gone_within_the_hour(tmp_path):
    moment = [HOUR * 3600.0]
    counter = HitCounter(tmp_path, clock=lambda: moment[0])
    for _ in range(2):
        asyncio.run(counter.count(Hit("page:1", "web"), address="1.2.3.4", agent=PHONE))
        counter.flush()
    moment[0] += 3600
    counter.flush()
    assert not list(tmp_path.glob("*.hits"))
    assert counts.total() == 2


@pytest.mark.django_db(transaction=True)
def test_lost_marks_make_it_read_the_log_again(tmp_path):
    counter = HitCounter(tmp_path)
    count = counter.count(Hit("page:1", "web"), address="1.2.3.4", agent=PHONE)
    asyncio.run(count)
    counter.flush()
    HitLogMark.objects.all().delete()
    HourlyHits.objects.all().delete()
    asyncio.run(counter.count(Hit("page:1", "web"), address="1.2.3.4", agent=PHONE))
    counter._try(counter.flush)
    assert counts.total() == 2
    assert counts.unique() == pytest.approx(1, abs=0.1)


@pytest.mark.django_db(transaction=True)
def test_database_out_of_reach_loses_nothing(tmp_path, monkeypatch):
    counter = HitCounter(tmp_path)
    asyncio.run(counter.count(Hit("page:1", "web"), address="1.2.3.4", agent=PHONE))
    with connection.schema_editor() as editor:
        editor.alter_db_table(HourlyHits, "reach_hourlyhits", "elsewhere")
    try:
        with pytest.raises(DatabaseError):
            counter.flush()
        asyncio.run(counter.count(Hit("page:1", "web"), address="1.2.3.5", agent=PHONE))
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(HourlyHits, "elsewhere", "reach_hourlyhits")
    counter.flush()
    counter.flush()
    assert counts.total() == 2


def test_flood_of_invented_objects_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pufa.reach.hits.counter.MOST_SLOTS_AN_HOUR", 3)
    counter = HitCounter(tmp_path)

    async def flood():
        for number in range(4):
            await counter.count(Hit(f"page:{number}", "web"), address="1.2.3.4", agent=PHONE)

    with pytest.raises(RefusedHitError) as refused:
        asyncio.run(flood())
    assert refused.value.status == 429


@pytest.mark.django_db(transaction=True)
def test_invented_objects_and_channels_leave_no_row(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("pufa.reach.hits.counter.MOST_SLOTS_AN_HOUR", 6)
    monkeypatch.setitem(known._kinds, "page", lambda keys: {"page:1"} & set(keys))
    counter = HitCounter(tmp_path, known=known.only_known)
    invented = [("page:2", "web"), ("page:01", "web"), ("page:1", "x1"), ("page:1", "x2"), ("nothing:1", "web")]

    async def flood():
        for key, channel in [*invented, ("page:1", "web")]:
            await counter.count(Hit(key, channel), address="1.2.3.4", agent=PHONE)

    for _ in range(3):  # what was invented takes up no room for the next
        asyncio.run(flood())
        counter.flush()
    assert list(HourlyHits.objects.values_list("object_key", "channel", "count")) == [("page:1", "web", 3)]
    assert sum("nothing" in message for message in caplog.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_process_left_is_looked_at_too(tmp_path):
    log = HitLog(tmp_path)
    log.append([hit(key="page:999999999999999999999999"), hit(key="zzz:1")])
    log.abandon()
    for segment in orphans(tmp_path):
        assert replay(segment, known.only_known) == 2
    assert not HourlyHits.objects.exists()
    assert not list(tmp_path.glob("*.hits"))


def test_a_disk_that_refuses_the_days_salt_is_said(tmp_path):
    (tmp_path / "salt").mkdir()
    counter = HitCounter(tmp_path)
    with pytest.raises(RefusedHitError) as refused:
        asyncio.run(counter.count(Hit("page:1", "web"), address="1.2.3.4", agent=PHONE))
    assert refused.value.status == 503
