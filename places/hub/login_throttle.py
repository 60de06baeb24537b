"""How long somebody has to wait after wrong passwords."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

FREE_FOR_A_NAME = 3  # wrong passwords that cost no wait, from one address under one name
FREE_FOR_AN_ADDRESS = 30  # under all names together: a class may share an address
LONGEST = 60.0  # seconds of a wait, which doubles with each further wrong password
FORGOTTEN_AFTER = 15 * 60.0  # seconds without a wrong password


@dataclass
class Wrong:
    """How many wrong passwords there were, when the last one was, and until when the next one has to wait."""

    count: int = 0
    last: float = 0.0
    until: float = 0.0


class LoginThrottle:
    """Counts wrong passwords for each address, and for each address and name.

    Args:
        clock: What gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: dict[Hashable, Wrong] = {}

    def wait(self, address: str, name: str) -> float:
        """Return for how many seconds no password is taken from this address under this name, 0 for none."""
        now = self._clock()
        return max(0.0, *(self._wrong[key].until - now if key in self._wrong else 0.0 for key, _ in _counted(address, name)))

    def wrong(self, address: str, name: str) -> None:
        """Count a wrong password."""
        now = self._clock()
        self._wrong = {key: each for key, each in self._wrong.items() if now - each.last < FORGOTTEN_AFTER}
        for key, free in _counted(address, name):
            each = self._wrong.setdefault(key, Wrong())
            each.count += 1
            each.last = now
            if each.count > free:
                each.until = now + min(2.0 ** min(each.count - free, 10), LONGEST)

    def right(self, address: str, name: str) -> None:
        """Forget the wrong passwords of somebody who knows the right one; those under other names still count."""
        network = _network(address)
        mistyped = self._wrong.pop((network, name), Wrong())
        if network in self._wrong:
            self._wrong[network].count -= mistyped.count


def _counted(address: str, name: str) -> Iterator[tuple[Hashable, int]]:
    network = _network(address)
    yield (network, name), FREE_FOR_A_NAME
    yield network, FREE_FOR_AN_ADDRESS


def _network(address: str) -> str:
    """Return an address; for one of IPv6 the network of which a single household has all addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address) or parsed.ipv4_mapped:
        return str(getattr(parsed, "ipv4_mapped", None) or parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
