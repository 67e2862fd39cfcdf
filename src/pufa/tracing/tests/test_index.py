"""The index keeps what it was given through kills and cut files, or says that it must be rebuilt."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pufa.tracing import index
from pufa.tracing.tests import disguises
from pufa.tracing.tests.articles import article

ARTICLES = {f"a{n}": article(n, 8) for n in range(40)}


def test_what_is_added_is_found_also_garbled(tmp_path):
    assert index.rebuild(tmp_path, ARTICLES.items()) == 40
    with index.Index.open(tmp_path) as kept:
        page = disguises.half_read(ARTICLES["a3"], Random(3))
        found = kept.look_up(page)
        assert found[0].id == "a3"
        assert found[0].shared >= 2
        assert kept.look_up("与此无关的一句话。") == []
        assert kept.look_up("") == []


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "reopen", "many"]), st.integers(0, 8)), max_size=25))
def test_it_holds_what_a_dictionary_would(tmp_path_factory, steps):
    folder, expected = tmp_path_factory.mktemp("index"), {}
    kept = index.Index.open(folder, writable=True)
    for step, number in steps:
        name = f"a{number}"
        if step == "add":
            expected[name] = number + 9
            kept.add(name, ARTICLES[f"a{number + 9}"])
        elif step == "remove":
            assert kept.remove(name) == (expected.pop(name, None) is not None)
        elif step == "reopen":
            kept.close()
            kept = index.Index.open(folder, writable=True)
        else:
            many = {f"m{number}-{n}": "" for n in range(210)}
            kept.add_many(many.items())
            expected |= dict.fromkeys(many, -1)
    assert set(kept.ids()) == set(expected)
    assert len(kept) == len(expected)
    for name, number in expected.items():
        if number >= 0:
            assert name in {one.id for one in kept.look_up(ARTICLES[f"a{number}"])}
    kept.close()


def test_readers_see_changes_and_only_one_writes(tmp_path):
    with index.Index.open(tmp_path, writable=True) as writer:
        reader = index.Index.open(tmp_path)
        assert len(reader) == 0
        writer.add("a1", ARTICLES["a1"])
        reader.refresh()
        assert list(reader.ids()) == ["a1"]
        writer.add_many([(f"x{n}", ARTICLES[f"a{n % 40}"]) for n in range(250)])
        reader.refresh()
        assert len(reader) == 251
        with pytest.raises(index.IndexBusyError):
            index.Index.open(tmp_path, writable=True)
        with pytest.raises(index.IndexBusyError):
            reader.add("a2", "")
    with pytest.raises(FileNotFoundError):
        index.Index.open(tmp_path / "nowhere")


def test_parts_stay_few_and_dead_originals_go(tmp_path):
    with index.Index.open(tmp_path, writable=True) as kept:
        for turn in range(6):
            kept.add_many([(f"x{n}", ARTICLES[f"a{(n + turn) % 40}"]) for n in range(300)])
        assert len(kept) == 300
        assert kept.look_up(ARTICLES["a0"])
    assert len(list(tmp_path.glob("segment-*"))) <= 3


def test_rebuilding_replaces_whatever_is_there(tmp_path):
    index.rebuild(tmp_path, ARTICLES.items())
    for path in tmp_path.glob("segment-*"):
        path.write_bytes(b"rubbish")
    with pytest.raises(index.IndexDamagedError, match="rebuild"):
        index.Index.open(tmp_path)
    assert index.rebuild(tmp_path, [("a1", ARTICLES["a1"])]) == 1
    assert list(index.Index.open(tmp_path).ids()) == ["a1"]


def test_a_cut_file_is_survived_or_told(tmp_path):
    whole = tmp_path / "whole"
    with index.Index.open(whole, writable=True) as kept:
        kept.add_many([(f"x{n}", ARTICLES[f"a{n % 40}"]) for n in range(250)])
        for name, text in ARTICLES.items():
            kept.add(name, text)
    rng = Random(5)
    names = sorted(path.name for path in whole.iterdir() if path.name != "lock")
    for turn in range(40):
        copy = tmp_path / str(turn)
        shutil.copytree(whole, copy)
        name = rng.choice(names)
        os.truncate(copy / name, rng.randrange((copy / name).stat().st_size))
        if name.startswith("journal"):
            with index.Index.open(copy, writable=True) as kept:
                assert 250 <= len(kept) < 290
                kept.add("new", ARTICLES["a1"])
            assert "new" in index.Index.open(copy)
        else:
            with pytest.raises(index.IndexDamagedError):
                index.Index.open(copy)
            assert index.rebuild(copy, ARTICLES.items()) == 40


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path):
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from pufa.tracing.index import Index
        from pufa.tracing.tests.articles import article
        kept = Index.open(Path({str(tmp_path)!r}), writable=True)
        text, done = article(1, 6), len(kept)
        while True:
            if done % 7 == 3:
                kept.add_many((f"{{done}}-{{n}}", text) for n in range(230))
            kept.add(str(done), text)
            print(done, flush=True)
            done += 1
        """
    )
    rng, acknowledged = Random(3), set()
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(rng.uniform(0.05, 0.4))
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.wait()
        acknowledged |= {line.strip() for line in lines if line.endswith("\n")}
        with index.Index.open(tmp_path) as kept:
            held = list(kept.ids())
        assert acknowledged
        assert acknowledged - set(held) == set()
        assert len(held) == len(set(held))
