"""Forwards that units were asked for are found at their accounts' pages, feeds and links; a real site answers."""

from datetime import date, timedelta

import pytest
from django.db.models.signals import pre_save

from pufa.audit.models import Entry as AuditEntry
from pufa.distribution.actions import forward_finds
from pufa.distribution.actions import forwards as asking
from pufa.distribution.models import Forward
from pufa.distribution.tests import factories
from pufa.lib import clock
from pufa.matrix import actions as matrix_actions
from pufa.matrix.actions.filings import register
from pufa.matrix.actions.posts import SeenPost, see_posts
from pufa.matrix.models import Platform
from pufa.reach import queries as reach_queries
from pufa.tracing import actions, jobs
from pufa.tracing.models import Capture, Errand, Finding, FindingState, Gathering, Kind
from pufa.tracing.tests import web
from pufa.tracing.tests.working import fetched, gathered

State, How = Forward.State, Forward.How
TITLE = "中奖短信别信"


@pytest.fixture
def place(db):
    return factories.city()


def account(**given):
    """A registered account of a unit of its own, on a platform that anybody can read."""
    unit = factories.unit()
    platform, _made = Platform.objects.get_or_create(code="town", defaults={"name": "示例站点"})
    fields = {
        "organisation": unit,
        "platform": platform,
        "sector": "law",
        "name": unit.name,
        "handle": "",
        "excuse": "",
    }
    feed = given.pop("feed", "")
    made = register(fields=fields | given, happened_on=date(2026, 3, 1), by=None, now=factories.MONDAY)
    if feed:
        matrix_actions.choose_connector(account=made, connector="feed", settings={"url": feed}, by=None)
    return made


def asked(place, *accounts):
    now = clock.now()
    task = asking.ask(piece=place.piece, accounts=accounts, due_at=now + timedelta(days=2), by=place.office, now=now)
    rows = {row.account_id: row for row in task.forwards.all()}
    return [rows[one.pk] for one in accounts]


def page(place, *, title=TITLE, change=lambda text: text, when=""):
    """The page of a unit's site with the piece in it, after a greeting of its own."""
    texts = [text for name, text in factories.TEXT if name == "paragraph"]
    steps = "".join(f"<p>{step}</p>" for step in dict(factories.TEXT)["steps"])
    lines = change(f"<p>{place.piece.standfirst}</p>{texts[0]}<h2>三步看穿它</h2>{steps}{texts[1]}")
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1><p>{when}</p>'
        f'<div class="article"><p>各位居民朋友，请看看下面这篇提醒。</p>{lines}</div></body></html>'
    )


def listing(*links):
    items = "".join(f'<li><a href="{address}">{title}</a></li>' for address, title in links)
    return f'<html><head><meta charset="utf-8"></head><body><a href="/">首页</a><ul>{items}</ul></body></html>'


def rss(*links):
    items = "".join(f"<item><title>{title}</title><link>{address}</link></item>" for address, title in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>频道</title>{items}</channel></rss>'


def round_of(minutes=1, *forwards):
    """One round of the job, the pages it asked for fetched, and the round after it that tells what was seen."""
    at = clock.now() + timedelta(minutes=minutes)
    jobs.find_forwards(now=at)
    for gathering in Gathering.objects.filter(state="open"):
        gathered(gathering, now=at)
        for _again in range(2):
            Errand.objects.filter(gathering=gathering, state="waiting").update(due_at=at)
            gathered(gathering, now=at)
    jobs.find_forwards(now=at + timedelta(seconds=30))
    for forward in forwards:
        forward.refresh_from_db()


def break_off(**_given):
    """Stands for the plug pulled just before a look is marked as told."""
    raise ZeroDivisionError


def total():
    return reach_queries.total("forwards_found")


def test_forwards_are_found_by_page_by_feed_and_by_link_and_only_what_counts_counts(place, site, settings):
    with web.serving() as gone:
        settings.TRACING_PRIVATE_HOSTS = [*settings.TRACING_PRIVATE_HOSTS, ("127.0.0.1", gone.port)]
        down = gone.base
    when = f"{clock.in_shanghai(clock.now() - timedelta(minutes=5)):%Y-%m-%d %H:%M}"
    posts = [site.put(f"/p/{number}.html", web.other(number)) for number in range(25)]
    by_page = site.put("/p/ours.html", page(place, when=when))
    by_feed = site.put(
        "/f/ours.html", page(place, change=lambda text: text.replace("骗子最怕你停下来", "骗子就怕你停一下"))
    )
    wrong = site.put(
        "/d/ours.html", page(place, change=lambda text: text.replace("不会先要", "都会先要").replace("96110", "96119"))
    )
    by_link = site.put("/l/ours.html", page(place, title="转：一条提醒"))
    rows = asked(
        place,
        account(address=site.put("/p/", listing(*((one, "公交改线了") for one in posts), (by_page, TITLE)))),
        account(feed=site.put("/f/feed.xml", rss((by_feed, TITLE), (posts[0], "公交")), "application/rss+xml")),
        account(),
        account(address=site.put("/n/", listing((posts[1], "公交改线公告"), (posts[2], "公交改线公告")))),
        account(feed=site.put("/d/feed.xml", rss((wrong, TITLE)), "application/rss+xml")),
        account(address=f"{down}/"),
        account(),
    )
    paged, fed, linked, nothing, distorted, unreachable, nowhere = rows
    forward_finds.give_link(forward=linked, url=by_link, by=place.office, now=clock.now())
    round_of(1, *rows)
    assert (paged.state, paged.how, paged.url) == (State.FOUND, How.PAGE, by_page)
    assert f"{clock.in_shanghai(paged.posted_at):%Y-%m-%d %H:%M}" == when
    capture = Capture.objects.get(asked_address=by_page)
    assert (paged.evidence["capture"], paged.evidence["sha256"]) == (f"capture:{capture.pk}", capture.sha256)
    assert (fed.state, fed.how, fed.url) == (State.FOUND, How.PAGE, by_feed)
    assert (linked.state, linked.how, linked.url, linked.posted_at) == (
        State.FOUND, How.LINK, by_link, linked.link_given_at,
    )  # fmt: skip
    assert total() == 3
    assert (nothing.state, nothing.problem, nothing.tries) == (State.WAITING, "", 1)
    assert (distorted.state, distorted.problem) == (State.WAITING, "altered")
    assert Finding.objects.get(page__address=wrong).kind == Kind.DISTORTED
    assert (unreachable.state, unreachable.problem) == (State.WAITING, "no_answer")
    assert (nowhere.tries, nowhere.looked_at) == (0, None)
    assert not Gathering.objects.filter(told_at=None).exists()
    assert site.asked["/p/0.html"] <= 2
    round_of(2, *rows)
    assert (total(), AuditEntry.objects.filter(verb="forward.found").count()) == (3, 3)
    before = dict(site.asked)
    Forward.objects.filter(pk=nothing.pk).update(next_look_at=clock.now())
    site.put("/n/", listing((posts[1], "公交改线公告"), ("/n/ours.html", TITLE)))
    site.put("/n/ours.html", page(place))
    round_of(3, *rows)
    assert (nothing.state, total()) == (State.FOUND, 4)
    assert site.asked["/p/1.html"] == before["/p/1.html"]


def test_a_link_says_what_is_wrong_with_it_and_a_page_counts_once(place, site):
    one, two, three, four = rows = asked(place, account(), account(), account(), account())
    ours = site.put("/ours.html", page(place))
    for row, link in zip(
        rows, (ours, ours + "#share", site.put("/b.html", web.other()), site.base + "/no"), strict=True
    ):
        forward_finds.give_link(forward=row, url=link, by=place.office, now=clock.now())
    round_of(1, *rows)
    assert sorted([one.problem or one.state, two.problem or two.state]) == ["counted", State.FOUND]
    assert (three.problem, four.problem, total()) == ("other_text", "link_dead", 1)
    found = one if one.is_done else two
    asking.not_this(forward=found, by=place.office, now=clock.now())
    round_of(5, *rows)
    assert found.state == State.WAITING
    assert found.url == ""


def test_a_copy_put_right_at_the_same_address_is_seen(place, site):
    (row,) = asked(place, account(address=site.put("/p/", listing(("/p/1.html", TITLE)))))
    site.put(
        "/p/1.html", page(place, change=lambda text: text.replace("不会先要", "都会先要").replace("96110", "96119"))
    )
    round_of(1, row)
    assert row.problem == "altered"
    site.put("/p/1.html", page(place))
    Forward.objects.update(next_look_at=clock.now())
    round_of(2, row)
    assert (row.state, total()) == (State.FOUND, 1)


def test_a_round_broken_off_is_taken_up_and_nothing_is_told_twice(place, site):
    (row,) = asked(place, account(address=site.put("/p/", listing(("/p/1.html", TITLE)))))
    site.put("/p/1.html", page(place))
    at = clock.now() + timedelta(minutes=1)
    (gathering,) = actions.look_for_forwards(now=at)
    assert actions.look_for_forwards(now=at) == []
    gathered(gathering, now=at)
    pre_save.connect(break_off, sender=Gathering)
    try:
        with pytest.raises(ZeroDivisionError):
            actions.tell_forwards(now=at)
    finally:
        pre_save.disconnect(break_off, sender=Gathering)
    row.refresh_from_db()
    assert (row.state, total()) == (State.WAITING, 0)
    assert (actions.tell_forwards(now=at), actions.tell_forwards(now=at)) == (1, 0)
    row.refresh_from_db()
    assert (row.state, total()) == (State.FOUND, 1)


def test_posts_that_were_read_with_their_text_count_with_light_changes(place):
    right, wrong = account(address=""), account(address="")
    text = "".join(text for name, text in factories.TEXT if name == "paragraph").replace("<p>", "").replace("</p>", "")
    for one, words in ((right, text.replace("，先停", "，请先停")), (wrong, text.replace("不会先要", "都会先要"))):
        seen = SeenPost("1", "提醒", clock.now(), text=words, url=f"https://site.example/{one.pk}")
        see_posts(account=one, posts=[seen], by=None)
    rows = asked(place, right, wrong)
    for row in rows:
        forward_finds.give_link(forward=row, url="https://127.0.0.1:1/none", by=place.office, now=clock.now())
    round_of(1, *rows)
    assert (rows[0].state, rows[0].how) == (State.FOUND, How.POST)
    assert (rows[1].state, rows[1].problem) == (State.WAITING, "altered")


def test_a_copy_confirmed_at_the_desk_closes_the_forward_and_dismissed_opens_it_again(place, site):
    row, other = asked(place, account(address=site.base + "/unit/"), account(address=site.base + "/unitary/"))
    fetched(place.staff, site.put("/unit/1.html", page(place)))
    one = Finding.objects.get()
    actions.move(finding=one, to=FindingState.CONFIRMED, by=place.office)
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.how, row.evidence["finding"], other.state) == (
        State.FOUND, How.OFFICE, one.object_key, State.WAITING,
    )  # fmt: skip
    assert total() == 1
    actions.move(finding=one, to=FindingState.DISMISSED, by=place.office)
    row.refresh_from_db()
    assert (row.state, row.refused, total()) == (State.WAITING, [one.page.address], 0)
    actions.move(finding=one, to=FindingState.NEW, by=place.office)
    actions.move(finding=one, to=FindingState.CONFIRMED, by=place.office)
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert forward_finds.hold(row).refused


def test_on_a_platform_of_many_a_page_counts_for_the_account_it_names(place, site):
    platform = Platform.objects.create(code="many", name="众号", hosts=["127.0.0.1"])
    mine, other = account(platform=platform), account(platform=platform)
    rows = asked(place, mine, other)
    named = page(place).replace("</body>", f"<p>作者：{mine.name}</p></body>")
    for row, link in zip(rows, (site.put("/1.html", named), site.put("/2.html", named)), strict=True):
        forward_finds.give_link(forward=row, url=link, by=place.office, now=clock.now())
    round_of(1, *rows)
    assert [row.state for row in rows] == [State.FOUND, State.WAITING]
    assert (rows[1].problem, total()) == ("other_account", 1)
