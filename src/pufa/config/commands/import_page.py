"""`pufa import-page`: read a saved news page, or one at an address."""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

from pufa.lib import http, newspage

HELP = "read a Chinese news page: title, time, credits, source, body; drop planted readings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read and what to do with it."""
    parser.add_argument(
        "page",
        metavar="FILE|URL",
        help="a text or HTML file in UTF-8 or GB18030, or an http(s) address; - reads standard input",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--draft", action="store_true", help="also keep it as a draft piece, to be checked")
    parser.add_argument("--as", dest="person", metavar="NAME", help="user name of the editor the draft belongs to")
    parser.add_argument("--max-mb", type=int, default=5, help="largest page read, in megabytes (default %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Reads, prints, and with --draft keeps."""
    limit = arguments.max_mb * 1024 * 1024
    try:
        data, address, declared = _get(arguments.page, limit)
        page = newspage.read_page(data, address=address, declared_encoding=declared, largest=limit)
    except (http.FetchError, newspage.PageError) as error:
        return _fail(arguments, error.code, _in_words(error))
    except OSError as error:
        return _fail(arguments, "unreadable", f"读不了 {arguments.page}：{error.strerror}")
    result = newspage.as_json(page)
    if arguments.draft:
        code = _keep(arguments, page, address or Path(arguments.page).name, data, result)
        if code:
            return code
    print(json.dumps(result, ensure_ascii=False, indent=2) if arguments.json else _sheet(result))
    return 0


def _get(page: str, limit: int) -> tuple[bytes, str | None, str | None]:
    if "://" in page:
        fetched = http.fetch(page, max_bytes=limit)
        return fetched.data, fetched.final_url, fetched.charset
    with sys.stdin.buffer if page == "-" else Path(page).open("rb") as stream:
        return stream.read(limit + 1), None, None


def _in_words(error: http.FetchError | newspage.PageError) -> str:
    return error.message if os.environ.get("PUFA_LANGUAGE") == "en" else error.message_zh


def _fail(arguments: argparse.Namespace, code: str, message: str) -> int:
    if arguments.json:
        print(json.dumps({"error": code, "message": message}, ensure_ascii=False))
    print(f"pufa import-page: {message}", file=sys.stderr)
    return 1


def _keep(
    arguments: argparse.Namespace, page: newspage.NewsPage, address: str, data: bytes, result: dict[str, object]
) -> int:
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    if not migrate.is_up_to_date():
        return migrate.say_what_to_do()
    from pufa.accounts import queries as accounts_queries
    from pufa.editorial import actions, queries
    from pufa.ui.errors import Refusal

    try:
        by = accounts_queries.person(arguments.person) if arguments.person else accounts_queries.first_editor()
        piece = actions.draft_from_page(
            page=page, address=address, sha256=hashlib.sha256(data).hexdigest(), parent=queries.inbox(), by=by
        )
    except Refusal as error:
        return _fail(arguments, error.reason, str(error))
    result["draft"] = {"id": piece.pk, "edit": f"/desk/pages/{piece.pk}/edit/", "warnings": list(piece.warnings())}
    return 0


def _sheet(result: dict[str, object]) -> str:
    labels = {
        "title": "标题", "published_at": "时间", "dateline": "电头", "source": "来源", "place": "发布地",
        "copyright": "版权号",
    }  # fmt: skip
    lines = [f"{label}\t{result[key] or '—'}" for key, label in labels.items()]
    named = result["credits"]
    if isinstance(named, dict):
        words = {"reporters": "记者", "photographers": "摄影", "trainees": "实习生"}
        lines += [f"{label}\t{'、'.join(named.get(key) or []) or '—'}" for key, label in words.items()]
    noise, body, keywords = result["noise"], result["body"], result["keywords"]
    if isinstance(keywords, list):
        lines.append(f"关键词\t{'、'.join(keywords) or '—'}")
    if isinstance(noise, dict):
        lines.append(f"去掉的注音\t{noise['removed']} 处，{noise['characters']} 个字")
    if isinstance(body, list):
        lines += ["", *(str(paragraph) for paragraph in body)]
    if isinstance(result.get("draft"), dict):
        lines += ["", "已存为草稿。这是转载稿，来源须核实后才能送审。"]
    return "\n".join(lines)
