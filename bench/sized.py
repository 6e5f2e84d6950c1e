"""What a bench is asked on its command line: how much to do, and whether it only has to start once.

`bench_x.py [NUMBER ...] [--smoke]`. A smoke goes the whole way of its bench at a size of seconds. What is wrong fails it
as ever; a bound that is passed is told and fails nothing, because so little work is mostly noise.
"""

import argparse
import sys

_parser = argparse.ArgumentParser(epilog="What each number stands for is said at the top of the bench.")
_parser.add_argument("numbers", nargs="*", type=int, help="sizes, in place of the usual ones")
_parser.add_argument("--smoke", action="store_true", help="go the whole way at a size of seconds, bounds told only")
_parser.add_argument("--queries", action="store_true", help="bench_ladder: print the slowest statements")
_parser.add_argument("--child", action="store_true", help="bench_growth: be one of its two bases")
ASKED = _parser.parse_args()

_passed: list[str] = []


def number(usual: int, *, smoke: int, place: int = 0) -> int:
    """Give the number that stands at a place of the command line, or else the usual one or that of a smoke."""
    return ASKED.numbers[place] if place < len(ASKED.numbers) else pick(usual, smoke=smoke)


def pick(usual, *, smoke):
    """Give the usual value, or that of a smoke."""
    return smoke if ASKED.smoke else usual


def bind(complaint: str, *, is_kept: bool) -> None:
    """Keep a complaint about a bound that was passed."""
    if not is_kept:
        _passed.append(complaint)


def end() -> None:
    """End with the complaints, if there are any: as a failure, but for a smoke, which tells them."""
    if _passed and not ASKED.smoke:
        sys.exit("; ".join(_passed))
    for complaint in _passed:
        print(f"a smoke binds to nothing: {complaint}")
