"""Starts servers, drives them with wrk, and reads what processor time they took."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Result:
    """One row of a table."""

    name: str
    requests: int
    per_second: float
    cpu_us: float


def need_wrk() -> None:
    """Say what is missing and leave, unless wrk is installed."""
    if shutil.which("wrk") is None:
        sys.exit("benchmarks need the load generator wrk: apt-get install wrk")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def start(command: list[str], port: int, **environment: str) -> subprocess.Popen[bytes]:
    """A server process that answers on its port."""
    path = f"{ROOT / 'src'}:{ROOT}"
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path, **environment})
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process
    raise SystemExit(f"{command} did not open port {port}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and its living descendants so far."""
    ticks = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(int(value) for value in fields[11:15])
    return ticks / TICKS


def memory_mb(pid: int) -> float:
    """Memory of a process and its descendants, shared pages split among them (PSS)."""
    total = 0
    for member in family(pid):
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def drive(
    name: str,
    process: subprocess.Popen[bytes],
    url: str,
    *,
    seconds: int = 5,
    connections: int = 32,
    headers: Sequence[str] = (),
    script: Path | None = None,
) -> Result:
    """Run wrk against a URL and read the server's processor time around it."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", str(script)]
    before = cpu_seconds(process.pid)
    output = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(process.pid) - before
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    if wrong:
        raise SystemExit(f"{name}: {wrong[0]}")
    requests = int(re.findall(r"(\d+) requests in", output)[0])
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", output)[0])
    return Result(name, requests, rate, used / requests * 1e6)


def get(url: str, **headers: str) -> tuple[int, dict[str, str], int]:
    """An answer's status, headers and length."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return answer.status, dict(answer.headers), len(answer.read())


def print_table(title: str, results: Sequence[Result]) -> None:
    """A table in Markdown."""
    print(f"\n{title} (load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)\n")
    print("| served by | requests/s | CPU µs/request |\n|---|---:|---:|")
    for result in results:
        print(f"| {result.name} | {result.per_second:,.0f} | {result.cpu_us:,.1f} |")


def print_json(**figures: float) -> None:
    """The figures for a program."""
    print(json.dumps(figures))
