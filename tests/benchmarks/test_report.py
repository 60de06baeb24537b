"""What the benchmarks hold against their targets."""

from benchmarks.imports import PEER, ImportCost
from benchmarks.report import import_targets


def test_a_lesson_may_import_so_much_over_the_peer_of_the_same_run() -> None:
    costs = [ImportCost("nothing", 0, 9), ImportCost(PEER[0], 0, 174.7)]
    costs += [ImportCost(f"{lesson}.ipynb", 0, megabytes) for lesson, megabytes in (("05", 186.74), ("06", 186.76))]
    assert [target.met for target in import_targets(costs)] == [True, False]
    assert "over matplotlib.pyplot and ipywidgets: 12.1 MB (at most 12 MB)" in import_targets(costs)[1].line()
