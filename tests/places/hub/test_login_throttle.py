"""How long somebody waits after wrong passwords. None of this needs the hub's environment."""

from __future__ import annotations

import pytest

from places.hub.login_throttle import FORGOTTEN_AFTER, FREE_FOR_AN_ADDRESS, LONGEST, LoginThrottle
from tests.everything import EVERYTHING


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(clock: Clock) -> LoginThrottle:
    return LoginThrottle(clock)


def guesses_in(throttle: LoginThrottle, clock: Clock, seconds: float, addresses: list[str], names: list[str]) -> int:
    """Return how many wrong passwords are looked at in this time, by somebody who tries ten times a second, or a hundred times."""
    looked_at, a_second = 0, 100 if EVERYTHING else 10
    tries = int(seconds * a_second)
    for number in range(tries):
        address, name = addresses[number % len(addresses)], names[number % len(names)]
        if not throttle.wait(address, name):
            throttle.wrong(address, name)
            looked_at += 1
        clock.now += 1 / a_second
    return looked_at


def test_three_wrong_passwords_cost_no_wait_and_each_further_one_doubles_it(throttle, clock):
    waits = []
    for _ in range(12):
        throttle.wrong("192.0.2.1", "ada")
        waits.append(throttle.wait("192.0.2.1", "ada"))
        clock.now += waits[-1]
    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, LONGEST, LONGEST, LONGEST, LONGEST]
    assert throttle.wait("192.0.2.1", "ada") == 0


def test_another_name_and_another_address_do_not_wait(throttle):
    for _ in range(6):
        throttle.wrong("192.0.2.1", "ada")
    assert throttle.wait("192.0.2.1", "ada") > 0
    assert throttle.wait("192.0.2.1", "grace") == 0
    assert throttle.wait("192.0.2.2", "ada") == 0


def test_a_class_that_mistypes_behind_one_address_does_not_wait(throttle):
    for number in range(40):
        for _ in range(2):
            throttle.wrong("192.0.2.1", f"learner-{number}")
            assert throttle.wait("192.0.2.1", f"learner-{number}") == 0
        throttle.right("192.0.2.1", f"learner-{number}")


def test_the_right_password_and_time_let_wrong_ones_be_forgotten(throttle, clock):
    for forget in (lambda: throttle.right("192.0.2.1", "ada"), lambda: setattr(clock, "now", clock.now + FORGOTTEN_AFTER)):
        for _ in range(3):
            throttle.wrong("192.0.2.1", "ada")
        forget()
        throttle.wrong("192.0.2.1", "ada")
        assert throttle.wait("192.0.2.1", "ada") == 0
        throttle.right("192.0.2.1", "ada")


NETWORK = [f"2001:db8::{number:x}" for number in range(500)]


@pytest.mark.parametrize(
    ("addresses", "names"),
    [
        (["192.0.2.1"], ["ada"]),
        (["192.0.2.1"], [f"name-{number}" for number in range(1000)]),
        (NETWORK, [f"name-{number}" for number in range(999)]),
        (["192.0.2.1", "::ffff:192.0.2.1"], [f"name-{number}" for number in range(999)]),
    ],
    ids=["one name", "many names", "a whole network of IPv6", "one address, written in two ways"],
)
def test_an_address_guesses_some_fifty_times_in_ten_minutes_whatever_it_does(throttle, clock, addresses, names):
    assert guesses_in(throttle, clock, 600, addresses, names) <= FREE_FOR_AN_ADDRESS + 20


def test_what_is_forgotten_takes_no_memory(throttle, clock):
    for number in range(100):
        throttle.wrong(f"192.0.2.{number}", "ada")
    clock.now += FORGOTTEN_AFTER
    throttle.wrong("198.51.100.1", "ada")
    assert len(throttle._wrong) == 2
