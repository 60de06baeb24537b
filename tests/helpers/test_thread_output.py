"""What a function prints is kept for it alone, whatever else prints at the same time."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from helpers.thread_output import printed


def test_what_is_printed_is_kept_and_the_output_put_back(capsys):
    before = sys.stdout
    with printed() as said:
        print("one")
        print("two", end="", flush=True)
    print("three")
    assert said.getvalue() == "one\ntwo"
    assert sys.stdout is before
    assert capsys.readouterr().out == "three\n"


def test_the_output_is_put_back_after_an_error():
    before = sys.stdout
    with pytest.raises(ZeroDivisionError), printed():
        raise ZeroDivisionError
    assert sys.stdout is before


def test_what_is_kept_can_be_nested(capsys):
    with printed() as outer:
        print("one")
        with printed() as inner:
            print("two")
        print("three")
    assert (outer.getvalue(), inner.getvalue(), capsys.readouterr().out) == ("one\nthree\n", "two\n", "")


def test_another_thread_prints_where_it_did_before(capsys):
    with printed() as said:
        other = threading.Thread(target=print, args=["elsewhere"])
        other.start()
        other.join()
        print("here")
    assert said.getvalue() == "here\n"
    assert capsys.readouterr().out == "elsewhere\n"


def test_who_took_the_output_meanwhile_prints_on(capsys):
    with printed() as said:
        taken = sys.stdout
    print("later", file=taken)
    assert said.getvalue() == ""
    assert capsys.readouterr().out == "later\n"


def test_another_thread_may_print_at_any_moment(capsys):
    """In Python 3.11 a stream that goes away while `print` uses it brings the whole process down."""
    numbers = range(20_000)
    other = threading.Thread(target=lambda: [print(number) for number in numbers])
    other.start()
    while other.is_alive():
        with printed() as said:
            print("here")
        assert said.getvalue() == "here\n"
    assert capsys.readouterr().out.split() == [str(number) for number in numbers]


def test_a_stream_that_somebody_put_there_meanwhile_stays(capsys):
    mine = io.StringIO()
    with printed():
        theirs = sys.stdout
        sys.stdout = mine
    assert sys.stdout is mine
    sys.stdout = theirs
    print("through")
    assert capsys.readouterr().out == "through\n"
