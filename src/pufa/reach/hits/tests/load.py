"""Sends hits to a real server as fast as its answers come, and kills it in the middle."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[4]
AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@dataclass
class Tally:
    sent: int = 0
    acknowledged: int = 0
    other: int = 0


class Reader(asyncio.Protocol):
    """One keep-alive connection: the next hit goes out when the last one is answered."""

    def __init__(self, tally, number):
        self.tally, self.number = tally, number

    def connection_made(self, transport):
        self.transport = transport
        self.send()

    def send(self):
        body = f"o=page:{self.number % 40}&c=web"
        head = (
            f"POST /reach/hit HTTP/1.1\r\nHost: a\r\nUser-Agent: {AGENT} r{self.number}\r\nContent-Type: text/plain\r\n"
        )
        self.transport.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        self.tally.sent += 1

    def data_received(self, data):
        if data.startswith(b"HTTP/1.1 204"):
            self.tally.acknowledged += 1
        else:
            self.tally.other += 1
        self.send()


async def send_hits(port, tally, *, seconds, readers=48):
    """Keep so many readers busy for so long."""
    loop = asyncio.get_running_loop()
    opened = [await loop.create_connection(lambda n=n: Reader(tally, n), "127.0.0.1", port) for n in range(readers)]
    await asyncio.sleep(seconds)
    return [transport for transport, _ in opened]


def start_server(folder, port):
    """A server process that has its port open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pufa.reach.hits.tests.hit_server", str(folder), str(port)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    assert process.stdout.readline() == b"ready\n"
    return process


def kill_in_the_middle(folder, port, tally, *, seconds):
    """Start a server, send hits for some time, and kill it with -9 while they go on."""
    process = start_server(folder, port)

    async def round_of_hits():
        connections = await send_hits(port, tally, seconds=seconds)
        process.kill()
        process.wait()
        await asyncio.sleep(0.05)
        for connection in connections:
            connection.abort()

    asyncio.run(round_of_hits())
    process.stdout.close()


def end_cleanly(folder, port):
    """Start a server once more, let it read what was left, and stop it; its exit code."""
    process = start_server(folder, port)
    deadline = time.monotonic() + 20
    while list((folder / "hits").glob("*.hits")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.terminate()
    process.stdout.close()
    return process.wait(timeout=20)


def counted(folder):
    """What the database of a server says."""
    with sqlite3.connect(folder / "hits.sqlite3") as connection:
        return connection.execute("SELECT COALESCE(SUM(count), 0) FROM reach_hourlyhits").fetchone()[0]
