"""The programmers' interface: every example of its document is run, and what must not happen does not."""

import html
import json
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches

from pufa.statutes import search

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parents[4] / "docs/api.md"
EXAMPLES = re.findall(r"```sh\n(curl .*?)\n```\n```json\n(.*?)\n```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
LEFT_OUT = "…"


@pytest.fixture(autouse=True)
def fresh(tmp_path, settings):
    settings.LAWS_FOLDER = tmp_path / "library"
    settings.API_FOLDER = tmp_path / "api"
    caches["limits"].clear()


@pytest.fixture
def indexed(umbrellas):
    search.rebuild()


def asked(client, command):
    """The answer to a curl command of the document."""
    words = shlex.split(command)[1:]
    address, headers, body = urlsplit(words[0]), {}, None
    for option, value in zip(words[1::2], words[2::2], strict=True):
        if option == "-H":
            name, _colon, text = value.partition(": ")
            headers[name.lower()] = text
        else:
            body = value
    path = address.path + (f"?{address.query}" if address.query else "")
    if body is not None:
        return client.post(path, body, content_type=headers.pop("content-type"), headers=headers)
    return client.get(path, headers=headers)


def differs(said, real, where="$"):
    """What a documented answer says otherwise than the real one; … stands for anything, ending a list for more."""
    if said == LEFT_OUT:
        return []
    if isinstance(said, dict):
        wanted = {name: value for name, value in said.items() if name != LEFT_OUT}
        missing = [f"{where}.{name}" for name in wanted if name not in real]
        surplus = [] if LEFT_OUT in said else [f"{where}.{name}?" for name in real if name not in wanted]
        inner = [one for name in wanted if name in real for one in differs(wanted[name], real[name], f"{where}.{name}")]
        return missing + surplus + inner
    if isinstance(said, list):
        is_open = bool(said) and said[-1] == LEFT_OUT
        listed = said[:-1] if is_open else said
        wrong = [] if is_open or len(listed) == len(real) else [f"{where}: {len(real)} rows"]
        pairs = enumerate(zip(listed, real, strict=False))
        return wrong + [one for at, (mine, theirs) in pairs for one in differs(mine, theirs, f"{where}[{at}]")]
    return [] if said == real else [f"{where}: {said!r} is {real!r}"]


def test_the_document_has_examples_of_everything():
    assert len(EXAMPLES) >= 10
    assert {
        word for command, _answer in EXAMPLES for word in ("compare", "search", "check", "changes") if word in command
    }


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=[command[24:64] for command, _ in EXAMPLES])
def test_examples_of_the_document(indexed, client, command, answer):
    real = asked(client, command)
    assert real["Content-Type"].startswith("application/json")
    assert differs(json.loads(answer), real.json()) == []


def test_an_answer_known_already_is_not_sent_again(umbrellas, client):
    first = client.get("/api/laws/yusanfa")
    assert first["Cache-Control"] == "public, max-age=300"
    again = client.get("/api/laws/yusanfa", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    assert client.head("/api/laws/yusanfa")["ETag"] == first["ETag"]
    assert not first.cookies
    assert not first.has_header("X-Edge-Store")


def test_every_error_is_json_in_the_language_asked_for(umbrellas, client):
    for path in (
        "/api/laws/none",
        "/api/none",
        "/api/laws/yusanfa/articles/4/9",
        "/api/laws/yusanfa/articles/x",
        "/api/laws/none/compare?old=2015-03-01&new=2025-03-01",
    ):
        chinese = client.get(path, headers={"accept-language": "zh-CN,zh;q=0.9"})
        english = client.get(path, headers={"accept-language": "en"})
        assert (chinese.status_code, chinese.json()["code"]) == (404, "not_found"), path
        assert chinese.json()["message"] != english.json()["message"]
        assert chinese["Cache-Control"] == "no-store"
    wrong = client.get("/api/laws/changes", {"since": "yesterday", "page": 0}, headers={"accept-language": "en"})
    assert wrong.status_code == 422
    assert wrong.json()["fields"] == {"since": "must be a day, YYYY-MM-DD", "page": "must be at least 1"}
    assert client.delete("/api/laws").json()["code"] == "not_allowed"
    assert client.post("/api/laws/check", "{", content_type="application/json").json()["code"] == "bad_request"


def test_long_texts_and_odd_ones(umbrellas, client):
    def check(text):
        return client.post(
            "/api/laws/check", json.dumps({"text": text}, ensure_ascii=False), content_type="application/json"
        )

    assert check("伞" * 68_000).status_code == 200
    assert (check("伞" * 68_300).status_code, check("伞" * 400_000).status_code) == (413, 413)
    assert check("").status_code == 422
    lone = client.post("/api/laws/check", '{"text": "\\ud800《雨伞法》第九条"}', content_type="application/json")
    assert lone.status_code in {200, 400, 422}


def test_a_reader_has_a_share_of_each_minute_and_no_address_is_kept(umbrellas, client, settings, tmp_path):
    settings.API_PER_MINUTE = 5
    answers = [client.get("/api/laws", REMOTE_ADDR="192.0.2.7") for _ in range(6)]
    if answers[-1].status_code == 200:  # a minute ended in between
        answers = [client.get("/api/laws", REMOTE_ADDR="192.0.2.7") for _ in range(6)]
    assert answers[-1].status_code == 429
    assert answers[-1].json()["code"] == "too_many"
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert client.get("/api/laws", REMOTE_ADDR="192.0.2.8").status_code == 200
    kept = b"".join(file.read_bytes() for file in (tmp_path / "api").rglob("*") if file.is_file())
    assert b"192.0.2.7" not in kept
    assert not any("192.0.2.7" in str(key) for key in caches["limits"]._cache)


def test_the_description_and_its_page_are_chinese(umbrellas, client):
    described = client.get("/api/openapi.json", headers={"accept-language": "zh-CN"}).json()
    operations = [one for methods in described["paths"].values() for one in methods.values()]
    words = [text for one in operations for text in (one["summary"], one["description"])]
    words += [one["description"] for operation in operations for one in operation.get("parameters", [])]
    assert len(operations) == 13  # ten of laws, three of accounts
    assert [text for text in words if not re.search("[一-鿿]", text)] == []
    page = client.get("/api/")
    text = page.content.decode()
    assert all(f'id="{one["operationId"]}"' in text for one in operations)
    assert "<script src=" in text
    assert "核对引用" in text


def test_every_example_of_the_page_can_be_opened(indexed, client):
    page = client.get("/api/").content.decode()
    addresses = [html.unescape(one) for one in re.findall(r'<a class="link" href="(/api/laws[^"]*)"', page)]
    assert len(addresses) == 9
    assert "/api/laws/yusanfa/compare?old=2015-03-01&new=2025-03-01" in addresses
    assert {client.get(address).status_code for address in addresses} == {200}


def test_without_laws_no_example_is_made_up(db, client):
    page = client.get("/api/").content.decode()
    assert "$" not in page[page.index("<main") : page.index("</main>")]
    assert "/compare?old=" not in page


def test_pages_of_other_sites_may_ask(umbrellas, client):
    asked_first = client.options("/api/laws/check", headers={"origin": "https://example.org"})
    assert (asked_first.status_code, asked_first["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Access-Control-Allow-Credentials" not in asked_first.headers


def test_an_empty_library_answers_too(db, client):
    assert client.get("/api/laws").json() == {"total": 0, "page": 1, "pages": 1, "results": []}
    assert client.get("/api/laws/search", {"q": "押金"}).json()["results"] == []
    assert (
        client.post("/api/laws/check", '{"text": "《民法典》第一条"}', content_type="application/json").status_code
        == 200
    )
