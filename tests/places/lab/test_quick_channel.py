"""What sends a kernel's messages at once; that `make lab` uses it is seen in tests/test_house.py."""

import socket

import pytest

from places.lab.quick_channel import QuickChannel


def test_it_turns_nagles_algorithm_off_before_it_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = _tcp_pair()
    seen = []

    class Handler:
        ws_connection = object()

        def set_nodelay(self, value: bool) -> None:
            left.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, value)

    def connect(self: object) -> str:
        seen.append(left.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        return "connected"

    monkeypatch.setattr(QuickChannel.__mro__[1], "connect", connect)
    channel = object.__new__(QuickChannel)
    monkeypatch.setattr(QuickChannel, "websocket_handler", Handler(), raising=False)
    assert QuickChannel.connect(channel) == "connected"
    assert seen[0] != 0
    left.close()
    right.close()


def _tcp_pair() -> tuple[socket.socket, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        left = socket.create_connection(server.getsockname())
        return left, server.accept()[0]
