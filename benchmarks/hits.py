"""How many hits a second are acknowledged after a group commit, and whether kill -9 loses any."""

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import ROOT, Result, drive, free_port, need_wrk, print_json, print_table, start, stop
from pufa.reach.hits.tests import load

KILLS = 20


def measure_rate(folder: Path, seconds: int) -> tuple[list[Result], int, int]:
    """One server process under wrk; also whether every acknowledged hit is in the database at the end."""
    port = free_port()
    command = [sys.executable, "-m", "pufa.reach.hits.tests.hit_server", str(folder), str(port)]
    process = start(command, port)
    script = ROOT / "benchmarks" / "hit.lua"
    address = f"http://127.0.0.1:{port}"
    results: list[Result] = []
    try:
        for connections in (64, 256):
            name = f"hits acknowledged, {connections} readers at once"
            results.append(drive(name, process, address, seconds=seconds, connections=connections, script=script))
        time.sleep(1.5)
    finally:
        stop(process)
    acknowledged = sum(result.requests for result in results)
    return results, acknowledged, load.counted(folder)


def measure_kills(folder: Path, rounds: int) -> tuple[load.Tally, int, float]:
    """Kill a server in the middle of a rush, again and again; sent, acknowledged, counted, seconds."""
    tally = load.Tally()
    begin = time.monotonic()
    for number in range(rounds):
        load.kill_in_the_middle(folder, free_port(), tally, seconds=0.2 + 0.13 * (number % 10))
    code = load.end_cleanly(folder, free_port())
    assert code == 0, f"the last server ended with {code}"
    return tally, load.counted(folder), time.monotonic() - begin


def sync_cost(folder: Path) -> float:
    """Milliseconds that one fdatasync of a short append takes on this disk."""
    with (folder / "probe").open("wb") as stream:
        begin = time.perf_counter()
        for _ in range(200):
            stream.write(b"x" * 500)
            stream.flush()
            os.fdatasync(stream.fileno())
        return (time.perf_counter() - begin) / 200 * 1000


def main() -> None:
    """Measure and print."""
    need_wrk()
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory(dir=ROOT / "var" if (ROOT / "var").exists() else None) as name:
        folder = Path(name)
        results, acknowledged, counted = measure_rate(folder / "rate", seconds)
        tally, counted_after_kills, took = measure_kills(folder / "kills", KILLS)
        sync = sync_cost(folder)
    print_table("Hits", results)
    print(f"\n{acknowledged:,} acknowledged, {counted:,} counted (the rest were under way when wrk stopped)")
    print(
        f"{KILLS} kill -9 in {took:.0f} s: {tally.sent:,} sent, {tally.acknowledged:,} acknowledged, "
        f"{counted_after_kills:,} counted, {max(0, tally.acknowledged - counted_after_kills)} lost"
    )
    print_json(
        hits_per_second=round(max(result.per_second for result in results)),
        lost=max(0, tally.acknowledged - counted_after_kills, acknowledged - counted),
        fdatasync_ms=round(sync, 2),
    )


if __name__ == "__main__":
    main()
