"""One programme read from standard input, solved by HiGHS, its answer told on standard output: a process of its own.

So the solver's memory goes back when it ends, whoever waits for it can stop it at once, and only this process loads it.
`core.programme` writes what is read here and reads what is written.
"""

import json
import os
import sys
from typing import Any

import highspy
import numpy as np

SEED = 17


def solve(asked: dict[str, Any]) -> dict[str, Any]:
    """Solve one programme; without an answer it says only how it ended."""
    highs: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {"output_flag": False, "threads": 1, "random_seed": SEED, "mip_max_nodes": asked["nodes"]}
    # Of whole prices, what is less than one dearer than the best is the best.
    options |= {"mip_rel_gap": asked["gap"], "mip_abs_gap": 0.0 if asked["gap"] else 0.5}
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(_programme_of(asked))
    highs.run()
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return {"ended": str(highs.getModelStatus())}
    # Without whole amounts nothing branches: the answer is the bound.
    bound = info.mip_dual_bound if any(asked["whole"]) else info.objective_function_value
    return {"values": [round(value) for value in highs.getSolution().col_value], "bound": bound}


def _programme_of(asked: dict[str, Any]) -> highspy.HighsLp:
    written = highspy.HighsLp()
    written.num_col_ = len(asked["prices"])
    written.num_row_ = len(asked["most_sums"])
    written.col_cost_ = np.array(asked["prices"], float)
    written.col_lower_ = np.zeros(len(asked["prices"]))
    written.col_upper_ = np.array(asked["most"], float)
    written.row_lower_ = np.array(asked["least_sums"], float)
    written.row_upper_ = np.array(asked["most_sums"], float)
    written.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    written.a_matrix_.start_ = np.array(asked["starts"], np.int32)
    written.a_matrix_.index_ = np.array(asked["amounts"], np.int32)
    written.a_matrix_.value_ = np.array(asked["factors"], float)
    kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
    written.integrality_ = [kinds[is_whole] for is_whole in asked["whole"]]
    return written


if __name__ == "__main__":
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as answered:
        # The solver greets whoever starts it; nothing but the answer goes to whoever waits for it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        json.dump(solve(json.load(sys.stdin)), answered)
