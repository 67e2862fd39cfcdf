"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from pufa.lib import env


def test_values_and_defaults() -> None:
    reader = env.Reader({"A": " hello ", "B": "on", "C": "7", "D": "/tmp/x", "E": "a, b,,c", "EMPTY": " "})
    assert reader.text("A") == "hello"
    assert reader.flag("B") is True
    assert reader.flag("NO", default=False) is False
    assert reader.number("C", minimum=1, maximum=9) == 7
    assert reader.path("D") == Path("/tmp/x")
    assert reader.path("NONE", default=None) is None
    assert reader.path("HOME_DIR", default="var") == Path("var")
    assert reader.list_of("E") == ["a", "b", "c"]
    assert reader.list_of("F", default=("x",)) == ["x"]
    assert reader.text("EMPTY", default="kept") == "kept"


@pytest.mark.parametrize(
    ("value", "call"),
    [
        ("maybe", lambda reader: reader.flag("X")),
        ("seven", lambda reader: reader.number("X")),
        ("0", lambda reader: reader.number("X", minimum=1)),
        ("10", lambda reader: reader.number("X", maximum=9)),
        ("", lambda reader: reader.text("X")),
    ],
)
def test_an_error_names_the_variable(value: str, call: object) -> None:
    assert callable(call)
    with pytest.raises(env.EnvError, match=r"^X: ") as caught:
        call(env.Reader({"X": value}))
    assert caught.value.variable == "X"


def test_a_secret_may_live_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from file\n", encoding="utf-8")
    assert env.Reader({"KEY_FILE": str(secret)}).text("KEY") == "from file"
    assert env.Reader({"KEY": "direct", "KEY_FILE": str(secret)}).text("KEY") == "direct"
    with pytest.raises(env.EnvError, match="KEY_FILE"):
        env.Reader({"KEY_FILE": str(tmp_path / "absent")}).text("KEY")
    secret.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(env.EnvError, match="UTF-8"):
        env.Reader({"KEY_FILE": str(secret)}).text("KEY")


def test_declarations_are_remembered() -> None:
    reader = env.Reader({})
    reader.number("B", default=3, help="how many")
    with pytest.raises(env.EnvError):
        reader.text("A", help="needed")
    reader.flag("C", default=True)
    assert reader.declared() == (
        env.Declaration("A", "text", "", "needed", required=True),
        env.Declaration("B", "number", "3", "how many", required=False),
        env.Declaration("C", "flag", "true", "", required=False),
    )


def test_the_module_reads_the_process_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUFA_TEST_ONLY", "here")
    assert env.text("PUFA_TEST_ONLY", default="") == "here"
