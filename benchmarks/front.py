"""How much less a published page costs through the front than from Wagtail, and than the server can do at best."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import (
    ROOT,
    Result,
    drive,
    free_port,
    get,
    memory_mb,
    need_wrk,
    print_json,
    print_table,
    start,
    stop,
)

PAGE = "/case-3/"
BROTLI = ["Accept-Encoding: br"]


def wsgi_command(port: int, threads: int) -> list[str]:
    """Granian's own WSGI server around the plain site."""
    granian = Path(sys.executable).with_name("granian")
    options = ["--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", str(threads)]
    return [str(granian), *options, "--log-level", "error", "benchmarks.plain.wsgi:application"]


def own_command(kind: str, folder: str, port: int, *more: int) -> list[str]:
    """One of benchmarks/servers.py."""
    return [sys.executable, "-m", "benchmarks.servers", kind, folder, str(port), *map(str, more)]


def measure_wagtail(folder: str, seconds: int) -> Result:
    """Wagtail alone behind Granian's WSGI."""
    port = free_port()
    process = start(wsgi_command(port, 2), port, BENCH_FOLDER=folder)
    try:
        get(f"http://127.0.0.1:{port}{PAGE}")
        return drive("Wagtail page, Granian WSGI", process, f"http://127.0.0.1:{port}{PAGE}", seconds=seconds)
    finally:
        stop(process)


def measure_front(folder: str, seconds: int, rounds: int = 3) -> tuple[Result, Result, Result, Result, float]:
    """The page through the front and the same server's constant body in turns (medians), as 304, and past the store."""
    ports = free_port(), free_port()
    front = start(own_command("front", folder, ports[0]), ports[0], BENCH_FOLDER=folder)
    address = f"http://127.0.0.1:{ports[0]}{PAGE}"
    _, headers, size = get(address, **{"Accept-Encoding": "br"})
    constant = start(own_command("constant", folder, ports[1]), ports[1], BENCH_FOLDER=folder, BENCH_BODY=str(size))
    try:
        stored, fixed = [], []
        for _ in range(rounds):
            bare = f"http://127.0.0.1:{ports[1]}/"
            fixed.append(drive("constant body, same server", constant, bare, seconds=seconds, headers=BROTLI))
            stored.append(drive("the front, from its store", front, address, seconds=seconds, headers=BROTLI))
        known = [*BROTLI, f"If-None-Match: {headers['etag']}"]
        unchanged = drive("the front, 304", front, address, seconds=seconds, headers=known)
        past = drive("Django behind the front (query)", front, f"{address}?n=1", seconds=seconds)
        return median(stored), median(fixed), unchanged, past, memory_mb(front.pid)
    finally:
        stop(front)
        stop(constant)


def median(results: list[Result]) -> Result:
    """The result in the middle, by processor time."""
    return sorted(results, key=lambda result: result.cpu_us)[len(results) // 2]


def measure_threads(folder: str, seconds: int) -> list[Result]:
    """Django behind the front with different numbers of threads."""
    results = []
    for threads in (1, 2, 4, 8):
        port = free_port()
        process = start(own_command("front", folder, port, threads), port, BENCH_FOLDER=folder)
        try:
            address = f"http://127.0.0.1:{port}{PAGE}?n=1"
            get(address)
            results.append(
                drive(f"Django in the front's process, {threads} threads", process, address, seconds=seconds)
            )
        finally:
            stop(process)
    return results


def main() -> None:
    """Measure and print."""
    need_wrk()
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BENCH_FOLDER": folder, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        subprocess.run([sys.executable, "-m", "benchmarks.plain.build"], cwd=ROOT, env=environment, check=True)
        wagtail = measure_wagtail(folder, seconds)
        stored, constant, unchanged, past, memory = measure_front(folder, seconds)
        threads = measure_threads(folder, seconds)
    print_table("A published page", [wagtail, past, constant, stored, unchanged])
    print_table("Threads for Django", [wagtail, *threads])
    print_json(
        times_cheaper_than_wagtail=round(wagtail.cpu_us / stored.cpu_us),
        share_of_constant_body_by_cpu=round(constant.cpu_us / stored.cpu_us, 2),
        share_of_constant_body_by_requests=round(stored.per_second / constant.per_second, 2),
        front_memory_mb=round(memory),
    )


if __name__ == "__main__":
    main()
