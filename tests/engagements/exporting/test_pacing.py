"""A long export leaves the processor to others who want it."""

from __future__ import annotations

import threading

import pytest

from engagements.exporting.pacing import LONGEST, PIECE, REST, Pace, rest_after


@pytest.mark.parametrize(
    ("passed", "worked", "in_all", "rest"),
    [
        (0.020, 0.020, 0.050, 0.0),
        (0.024, 0.020, 0.050, 0.0),
        (0.040, 0.020, 0.050, 0.150),
        (9.000, 2.000, 3.000, LONGEST),
    ],
    ids=["alone", "nearly alone", "crowded", "never for long"],
)
def test_it_rests_only_where_it_is_crowded(passed: float, worked: float, in_all: float, rest: float) -> None:
    assert rest_after(passed=passed, worked=worked, in_all=in_all) == pytest.approx(rest)


def test_every_row_comes_once_and_in_order() -> None:
    rows = list(range(2 * PIECE + 1))
    pieces = [list(piece) for piece in Pace().pieces(rows)]
    assert [len(piece) for piece in pieces] == [PIECE, PIECE, 1]
    assert [row for piece in pieces for row in piece] == rows
    assert not list(Pace().pieces([]))


def test_beside_somebody_who_works_it_rests() -> None:
    """Both want the interpreter, so at least one of some pieces of work was kept from it."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            sum(range(1000))

    other = threading.Thread(target=work)
    other.start()
    pace = Pace()
    try:
        for _piece in pace.pieces(range(20 * PIECE)):
            sum(range(400_000))
            if pace.rested:
                break
    finally:
        over.set()
        other.join()
    assert 0 < pace.rested <= REST
