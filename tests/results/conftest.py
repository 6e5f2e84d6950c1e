"""What the tests of results start from."""

from tests import later_world, world
from tests.keeping import kept


def locked_with_one_decided():
    """Everything locked, one script of Les Cèdres missing and decided."""
    built = later_world.locked(world.handed_out(later_world.with_one_lost()))
    later_world.decide_lost(built, later_world.number_of(built, 1))
    return built


def lifted_with_one_lost():
    """The same, lifted."""
    built = locked_with_one_decided()
    later_world.lift(built)
    return built


locked = kept(later_world.locked)
lifted = kept(lifted_with_one_lost)
