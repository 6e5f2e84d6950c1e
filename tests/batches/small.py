"""A world whose batches are so small that a few acts fill them."""

from massicot.exams.models import Paper
from massicot.exams.queries import paper_by_id
from tests import world
from tests.world import World

SIZE, CEILING = 2, 3


def arrived_with_small_batches() -> World:
    """Twelve scripts arrived; batches of about two, never over three."""
    built = world.arrived()
    Paper.objects.update(batch_size=SIZE, batch_ceiling=CEILING)
    built.paper = paper_by_id(built.paper.pk)
    return built
