"""A proxy on this machine that adds a round trip: each byte arrives later, in order, with no limit on bandwidth.

`python -m benchmarks.proxy TARGET_PORT DELAY_MS` prints the port that it listens on and serves until it is ended. It
runs as a process of its own, so that it shares no interpreter with what measures.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator

CHUNK = 1 << 16


@contextlib.contextmanager
def slow_port(target: int, round_trip_ms: float) -> Iterator[int]:
    """Yield a local port that leads to the target port, half the round trip away in each direction."""
    command = [sys.executable, "-m", "benchmarks.proxy", str(target), str(round_trip_ms / 2)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


async def _serve(target: int, delay: float) -> None:
    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(_carry(reader, far_writer, delay), _carry(far_reader, writer, delay))

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Hand on what is read, each piece `delay` seconds after it came: pieces wait side by side, not one after another."""
    clock = asyncio.get_running_loop().time
    waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def read() -> None:
        chunk = b"-"
        while chunk:
            try:
                chunk = await reader.read(CHUNK)
            except ConnectionError:
                chunk = b""
            waiting.put_nowait((clock() + delay, chunk))

    reading = asyncio.create_task(read())
    with contextlib.suppress(ConnectionError):
        while True:
            due, chunk = await waiting.get()
            await asyncio.sleep(due - clock())
            if not chunk:
                break
            writer.write(chunk)
            await writer.drain()
    writer.close()
    await reading


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2]) / 1000))
