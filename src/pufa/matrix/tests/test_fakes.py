import json
import os
import random
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from importlib import import_module
from pathlib import Path
from threading import Timer

import pytest

from pufa.matrix import fakes
from pufa.matrix.connector import Access, ConnectorError, Form, Media, PostState, Rendition
from pufa.matrix.fakes import Fault, Store
from pufa.matrix.tests.contract import LONG_AGO, MP4, PNG, TEXT

NAMES = ("wechat", "weibo", "douyin", "bilibili", "mastodon", "webhook")
KINDS = {name: import_module(f"pufa.matrix.connectors.{name}").KIND for name in NAMES}


def piece(kind: str) -> Rendition:
    forms = {"wechat": Form.ARTICLE, "bilibili": Form.ARTICLE, "douyin": Form.VIDEO}
    media = {"wechat": (Media("a.png", "image/png", PNG),), "douyin": (Media("v.mp4", "video/mp4", MP4),)}
    return Rendition(
        forms.get(kind, Form.SHORT),
        "样例：个人信息怎么保护",
        TEXT * (3 if kind == "bilibili" else 1),
        link="https://pufa.example/pieces/1/",
        media=media.get(kind, ()),
    )


def get(address: str):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read()


def test_52_accounts_on_6_kinds_get_one_post_each():
    with fakes.serve() as server:
        for number in range(52):
            kind = list(KINDS)[number % 6]
            account = f"account-{number}"
            one = KINDS[kind].connect(server.access(kind, account=account))
            sent = one.publish(piece(kind), key=f"key-{number}")
            assert one.status(sent.remote_id).state is PostState.READY
        assert sum(len(server.posts(kind)) for kind in KINDS) == 52
        assert server.doubles() == {}


def test_pages_say_that_they_are_samples():
    with fakes.serve("weibo") as server:
        platform = server.platforms["weibo"]
        post = platform.add_post("unit", text="样例 <script>alert(1)</script>")
        for address in (server.base_url, post.url, platform.url("/u/unit")):
            page = get(address).decode()
            assert "示例平台：仅供演示和测试，不是真实平台" in page
            assert "<script>" not in page
        platform.change(post.id, state="gone")
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(post.url)
        assert caught.value.code == 404


def test_doubles_are_seen():
    with fakes.serve("mastodon") as server:
        for _ in range(2):
            server.platforms["mastodon"].add_post("a", text="同样的话")
        server.platforms["mastodon"].add_post("b", text="同样的话")
        assert len(server.doubles()["mastodon"]) == 1


def test_a_fault_is_met_as_often_as_told():
    fault = Fault("status", path="/x", times=2)
    assert [fault.takes(path) for path in ("/y", "/x", "/x", "/x")] == [False, True, True, False]
    with pytest.raises(ValueError, match="not a valid"):
        Fault("unheard of")


def test_what_is_stored_survives(tmp_path):
    store = Store(tmp_path)
    store.put("k", "s", "1", {"a": "法"})
    number = store.next_number()
    store.close()
    again = Store(tmp_path)
    assert again.get("k", "s", "1") == {"a": "法"}
    assert again.next_number() == number
    again.close()


class Running:
    """The sample platforms as a process of their own."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        command = [sys.executable, "-m", "pufa.matrix.fakes", "--port", str(port), "--folder", str(folder), *KINDS]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process.stdout.close()

    def ask(self, path: str):
        return json.loads(get(f"{self.address}/_sample/{path}"))


def test_the_plug_is_pulled_at_the_platform_and_nothing_is_lost_or_doubled(tmp_path):
    """Posts while the platform is killed at random; then looks, and sends again only what is not there."""
    chance = random.Random(52)
    running = Running(tmp_path)
    port = int(running.address.rpartition(":")[2])
    keys = [f"key-{number}" for number in range(24)]
    killed_at = set(chance.sample(keys, 3))

    def connect(key):
        values = fakes.load("mastodon").values(f"account-{key[-1]}")
        return KINDS["mastodon"].connect(Access(values, base_url=f"{running.address}/mastodon", allow_private=True))

    done: dict[str, str] = {}
    told: list[str] = []
    for key in keys:
        words = Rendition(Form.SHORT, "", f"样例：第 {key} 条，说的是个人信息保护。")
        killer = Timer(chance.random() * 0.03, running.kill) if key in killed_at else None
        if killer:
            killer.start()
        while key not in done:
            try:
                found = connect(key).find(words, key=key, since=LONG_AGO)
                done[key] = (found or connect(key).publish(words, key=key)).remote_id
            except ConnectorError as error:
                told.append(error.kind)
            if killer and (key not in done or key == keys[-1] or not killer.is_alive()):
                killer.join()
                killer = None
                running = Running(tmp_path, port)
        if killer:
            killer.join()
            running = Running(tmp_path, port)
    posts = running.ask("posts?kind=mastodon")
    doubles = running.ask("doubles")
    running.kill()
    assert sorted(post["id"] for post in posts) == sorted(done.values())
    assert len(posts) == len(keys)
    assert set(told) <= {"retry"}
    assert doubles == {}


def test_faults_can_be_switched_on_from_another_process(tmp_path):
    with fakes.serve("weibo") as server:
        data = json.dumps({"kind": "weibo", "wrong": "limited"}).encode()
        for body, status in ((data, 200), (b"{}", 400), (b"x", 400)):
            request = urllib.request.Request(f"{server.base_url}/_sample/faults", body, method="POST")
            if status == 200:
                urllib.request.urlopen(request, timeout=10).close()
                continue
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(request, timeout=10)
            assert refused.value.code == status
        one = KINDS["weibo"].connect(server.access("weibo"))
        with pytest.raises(ConnectorError) as caught:
            one.publish(piece("weibo"), key="k")
        assert caught.value.kind == "limit"
