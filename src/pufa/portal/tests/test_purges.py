"""Whatever shows a page leaves the page store when the page changes."""

from urllib.parse import quote, unquote

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from pufa.edge import purge
from pufa.editorial.models import Issue, Topic
from pufa.portal import actions, purges
from pufa.portal.models import SiteSettings, TextPage

pytestmark = pytest.mark.django_db


class Heard:
    """Notes what the purge log says since it was made."""

    def __init__(self, folder):
        self.log = purge.purge_log()
        self.since = self.log.epoch()

    def covers(self, path: str) -> bool:
        purged = self.log.read(self.since, self.log.epoch())
        assert purged is not None
        return any(one.covers(unquote(path)) for one in purged)


@pytest.fixture
def heard(programme, tmp_path, settings):
    settings.EDGE_FOLDER = tmp_path / "edge"
    return lambda: Heard(settings.EDGE_FOLDER)


def _shows(programme, piece) -> list[str]:
    brand, series = programme.brand.url, programme.series.url
    standard = [piece.url, series, brand, f"{brand}issues/", f"{brand}issues/1/", "/", "/series/", "/about/site/"]
    lists = [
        "/sitemap.xml",
        "/feeds/all.atom",
        f"/feeds/series-{programme.series.pk}.json",
        "/figures/",
        "/about/corrections/",
    ]
    return [*standard, *(prefix + path for prefix in ("/elders", "/elders-large-black") for path in standard), *lists]


@pytest.mark.parametrize("deed", ["publish", "unpublish"])
def test_publishing_and_taking_back_clear_all_that_shows_a_piece(programme, heard, deed):
    piece = programme.pieces[0]
    listening = heard()
    if deed == "publish":
        piece.save_revision(clean=False).publish(skip_permission_checks=True)
    else:
        piece.unpublish()
    assert [path for path in _shows(programme, piece) if not listening.covers(path)] == []
    assert not listening.covers(programme.other.url)
    assert not listening.covers("/about/privacy-of-another-page/")


def test_pieces_of_other_brands_with_a_common_topic_are_cleared(programme, heard):
    alike, unlike = programme.pieces[5], programme.pieces[4]
    listening = heard()
    unlike.unpublish()
    assert listening.covers(alike.url)


def test_moving_and_deleting_clear_everything(programme, heard):
    piece = programme.pieces[0]
    listening = heard()
    piece.move(programme.other, pos="last-child")
    assert listening.covers("/about/privacy/")
    listening = heard()
    Page.objects.get(pk=programme.pieces[1].pk).delete()
    assert listening.covers("/about/privacy/")


def test_what_stands_on_every_page_clears_every_page(programme, heard):
    site_settings = SiteSettings.objects.get()
    deeds = (
        lambda: actions.change_site(site=site_settings.site, by=None, motto="新的一句"),
        lambda: Issue.objects.get(pk=programme.issues[0].pk).save(),
        lambda: Topic.objects.create(name="新主题"),
        lambda: get_image_model().objects.create(title="图", file=get_test_image_file()),
        programme.text_page.unpublish,
        lambda: programme.home.save_revision().publish(),
    )
    for deed in deeds:
        listening = heard()
        deed()
        assert listening.covers("/any/page/at/all/")


def test_other_fronts_are_told_after_the_commit(programme, settings, monkeypatch, django_capture_on_commit_callbacks):
    told: list[str] = []
    settings.WAGTAILFRONTENDCACHE = {
        "edge": {"BACKEND": "pufa.edge.backend.PageStoreBackend"},
        "varnish": {"BACKEND": "pufa.portal.tests.test_purges.Front", "LOCATION": "http://127.0.0.1:1"},
    }
    Front.told = told
    piece = programme.pieces[0]
    with django_capture_on_commit_callbacks(execute=True):
        piece.unpublish()
    base = settings.BASE_URL
    for path in (piece.url, programme.brand.url, "/", f"/elders{piece.url}", "/feeds/all.atom"):
        assert base + path in told, path


class Front:
    """A front of another make."""

    told: list[str] = []

    def __init__(self, params):
        self.hostnames = None

    def invalidates_hostname(self, hostname):
        return True

    def purge_batch(self, urls):
        self.told.extend(urls)


def test_a_changed_setting_shows_at_once(programme, client):
    assert "学一条" in client.get("/").content.decode()
    actions.change_site(site=SiteSettings.objects.get().site, by=None, motto="换了一句")
    assert "换了一句" in client.get("/").content.decode()


def test_a_new_plain_page_shows_in_the_menus(programme, client):
    client.get("/")
    page = programme.home.add_child(instance=TextPage(title="值班安排", show_in_menus=True))
    page.save_revision(clean=False).publish(skip_permission_checks=True)
    assert "值班安排" in client.get("/about/privacy/").content.decode()


def test_paths_showing_names_the_pages_above(programme):
    paths = purges.paths_showing(programme.pieces[0])
    assert {"/", programme.brand.url, programme.series.url, programme.pieces[0].url} <= {quote(path) for path in paths}
