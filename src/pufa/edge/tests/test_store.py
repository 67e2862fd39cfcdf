"""The page store, its purge log and their negotiation, without a server."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.edge.clients import Proxies, peer_address
from pufa.edge.coherence import CoherentStore
from pufa.edge.negotiation import BROTLI, GZIP, IDENTITY, best_coding, has_current
from pufa.edge.purgelog import LARGEST_LOG, Purge, PurgeLog
from pufa.edge.store import ENTRY_OVERHEAD, PageStore, make_entry

HEADERS = [("Content-Type", "text/html")]


def entry(text=b"hello", seconds=60.0):
    return make_entry(HEADERS, text, max_age=seconds)


@pytest.fixture
def store(tmp_path):
    return CoherentStore(PageStore(10_000_000), PurgeLog(tmp_path))


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("br", BROTLI),
        ("gzip, deflate, br, zstd", BROTLI),
        ("gzip;q=1.0, br;q=0.5", GZIP),
        ("br;q=0, gzip", GZIP),
        ("*", BROTLI),
        ("identity", IDENTITY),
        ("gzip;q=0", IDENTITY),
        ("GZIP", GZIP),
        ("", IDENTITY),
        (None, IDENTITY),
        ("br;q=abc", IDENTITY),
    ],
)
def test_coding_is_chosen_by_weight(header, coding):
    assert best_coding(header) == coding


@given(st.text(max_size=600))
def test_no_header_breaks_the_choice(header):
    assert best_coding(header) in {IDENTITY, GZIP, BROTLI}
    assert has_current(f'{header}, W/"abc"', '"abc"')


def test_memory_stays_bounded_and_the_least_used_goes_first():
    pages = PageStore(5 * (ENTRY_OVERHEAD + 5))
    for name in "abcde":
        pages.put(("h", name), entry())
    assert pages.get(("h", "a")) is not None
    pages.put(("h", "f"), entry())
    assert pages.get(("h", "b")) is None
    assert pages.get(("h", "a")) is not None
    assert pages.size <= pages.limit
    pages.put(("h", "huge"), make_entry([("content-type", "image/png")], b"x" * 10_000, max_age=60))
    assert pages.get(("h", "huge")) is None


def test_page_past_its_life_is_not_given():
    pages = PageStore(100_000)
    pages.put(("h", "/"), entry(seconds=-1))
    assert pages.get(("h", "/")) is None
    assert pages.size == 0


def test_purge_takes_paths_prefixes_and_everything_for_every_host(store):
    for host in ("a", "b"):
        for path in ("/x/", "/x/y/", "/z/"):
            store.put((host, path), entry(), rendered_at=store.before_render())
    store.log.append(Purge(paths=("/z/",)))
    assert store.get(("a", "/z/")) is None
    assert store.get(("b", "/z/")) is None
    store.log.append(Purge(prefixes=("/x/",)))
    assert store.get(("b", "/x/y/")) is None
    store.put(("a", "/x/"), entry(), rendered_at=store.before_render())
    store.log.append(Purge(prefixes=("/",)))
    assert store.get(("a", "/x/")) is None


def test_page_rendered_before_its_purge_is_refused_another_is_kept(store):
    epoch = store.before_render()
    store.log.append(Purge(paths=("/a/",)))
    assert not store.put(("h", "/a/"), entry(), rendered_at=epoch)
    assert store.put(("h", "/b/"), entry(), rendered_at=epoch)
    assert store.put(("h", "/a/"), entry(), rendered_at=store.before_render())


def test_open_transaction_keeps_its_pages_out_until_it_ends_or_its_time_is_over(store):
    later = time.time() + 60
    store.log.append(Purge(paths=("/a/",), hold="one", until=later))
    store.log.append(Purge(paths=("/a/",), hold="two", until=later))
    store.log.append(Purge(paths=("/a/",), release="one"))
    assert not store.put(("h", "/a/"), entry(), rendered_at=store.before_render())
    store.log.append(Purge(paths=("/a/",), release="two"))
    assert store.put(("h", "/a/"), entry(), rendered_at=store.before_render())
    store.log.append(Purge(paths=("/a/",), hold="dead", until=time.time() - 1))
    assert store.put(("h", "/a/"), entry(), rendered_at=store.before_render())


def test_suspended_store_gives_and_takes_nothing(store):
    store.put(("h", "/a/"), entry(), rendered_at=store.before_render())
    store.suspend()
    assert store.get(("h", "/a/")) is None
    assert not store.put(("h", "/a/"), entry(), rendered_at=store.before_render())
    store.resume()
    assert store.get(("h", "/a/")) is None
    assert store.put(("h", "/a/"), entry(), rendered_at=store.before_render())


def test_writer_killed_in_mid_record_leaves_no_trace(store, tmp_path):
    store.log.append(Purge(paths=("/a/",)))
    log_file = next(tmp_path.glob("purges-*.log"))
    with log_file.open("ab") as stream:
        stream.write(b'{"paths": ["/torn')
    store.put(("h", "/b/"), entry(), rendered_at=store.before_render())
    PurgeLog(tmp_path).append(Purge(paths=("/b/",)))
    assert store.get(("h", "/b/")) is None
    assert b"torn" not in log_file.read_bytes()


def test_new_log_file_drops_everything(store, tmp_path):
    store.put(("h", "/kept/"), entry(), rendered_at=store.before_render())
    big = Purge(paths=tuple(f"/{number}/" + "x" * 1000 for number in range(2000)))
    epoch = store.before_render()
    for _ in range(LARGEST_LOG // 2_000_000 + 1):
        store.log.append(big)
    assert store.get(("h", "/kept/")) is None
    assert not store.put(("h", "/old/"), entry(), rendered_at=epoch)
    assert len(list(tmp_path.glob("purges-*.log"))) == 1


def test_emptied_folder_is_noticed(store, tmp_path):
    store.put(("h", "/a/"), entry(), rendered_at=store.before_render())
    for file in tmp_path.iterdir():
        file.unlink()
    store.check_folder()
    assert store.get(("h", "/a/")) is None
    store.put(("h", "/a/"), entry(), rendered_at=store.before_render())
    PurgeLog(tmp_path).append(Purge(paths=("/a/",)))
    assert store.get(("h", "/a/")) is None


def test_purges_of_many_processes_all_arrive(store, tmp_path):
    code = (
        "import sys; from pathlib import Path; from pufa.edge.purgelog import Purge, PurgeLog\n"
        "log = PurgeLog(Path(sys.argv[1]))\n"
        "for number in range(50): log.append(Purge(paths=(f'/{sys.argv[2]}/{number}/',)))"
    )
    begin = store.before_render()
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(name)]) for name in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    seen = {path for purge in store.log.read(begin, store.before_render()) for path in purge.paths}
    assert seen == {f"/{name}/{number}/" for name in range(3) for number in range(50)}


@pytest.mark.parametrize(
    ("client", "address"),
    [("1.2.3.4:80", "1.2.3.4"), ("[::1]:80", "::1"), ("::1:80", "::1"), ("unix", "127.0.0.1")],
)
def test_peer_address(client, address):
    assert peer_address(client) == address


def test_proxy_names_are_checked():
    with pytest.raises(ValueError, match="nonsense"):
        Proxies.named(["nonsense"])
