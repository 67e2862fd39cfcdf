"""The Spark job finds what one machine finds."""

import os
import sys
from random import Random

import pytest

from pufa.tracing import spark
from pufa.tracing.tests import disguises
from pufa.tracing.tests.articles import article

pyspark = pytest.importorskip("pyspark", reason="needs the extra spark (pyspark and Java)")


@pytest.fixture
def session(tmp_path, monkeypatch):
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(tmp_path / "spark"),
        "spark.sql.warehouse.dir": str(tmp_path / "warehouse"),
    }
    builder = SparkSession.builder.master("local[1]").config(map=settings)
    try:
        running = builder.getOrCreate()
    except (PySparkException, RuntimeError) as error:
        pytest.skip(f"needs Java: {error}")
    yield running
    running.stop()


def test_pages_in_parquet_are_matched(session, tmp_path):
    originals = [(f"a{n}", article(n, 8)) for n in range(6)]
    assert spark.prepare(tmp_path / "originals", originals) == 6
    pages = [
        ("p1", "", disguises.half_read(article(2, 8), Random(1))),
        ("p2", "", disguises.bracketed_few(article(4, 8), Random(2))),
        ("p3", "别的事", "今天的集市上没有人谈起课堂，大家都在看新到的花苗。"),
        ("p4", None, None),
    ]
    session.createDataFrame(pages, "id string, title string, text string").write.parquet(str(tmp_path / "pages"))
    frame = session.read.parquet(str(tmp_path / "pages"))
    found = spark.match(session, frame, tmp_path / "originals")
    found.write.parquet(str(tmp_path / "out"))
    rows = {
        (row["page"], row["original"], row["kind"]) for row in session.read.parquet(str(tmp_path / "out")).collect()
    }
    assert rows == {("p1", "a2", "garbled"), ("p2", "a4", "garbled")}
