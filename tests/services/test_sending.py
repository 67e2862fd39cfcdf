"""Sending from PostgreSQL: several threads claim at once, the sender is killed, nothing is lost or doubled."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pufa.config.tests import migrated
from tests.services.test_edge_and_hits import need

pytestmark = pytest.mark.services
ROOT = Path(__file__).resolve().parents[2]


def test_many_hands_on_one_database_post_each_piece_once():
    need(5432, "PostgreSQL")
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.sending", "40", "3"],
        env={
            **os.environ, "PUFA_TEST_DATABASE": "postgresql", "PYTHONPATH": "src",
            "PUFA_TEST_TEMPLATE": migrated.postgresql(os.environ.get("PUFA_DB_USER", "postgres")),
        },
        cwd=ROOT, capture_output=True, text=True, timeout=580, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "database: postgresql" in told.stdout
    assert "with 3 kills" in told.stdout
    assert "posts 40, lost 0, doubled 0" in told.stdout
    assert "ledger: 40" in told.stdout
