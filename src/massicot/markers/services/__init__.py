"""Acts on the pool of markers, and those that must look at it: who marks, and who is appointed."""

from massicot.markers.services.appointing import appoint, appoint_at_known_place, invite
from massicot.markers.services.emptying import delete_markers
from massicot.markers.services.importing import import_markers_unchecked_batches, preview_markers_unchecked_batches
from massicot.markers.services.pool import (
    PoolPlace,
    enter_person,
    give_access,
    move_address,
    put_into_pool,
    take_out_of_pool_unchecked_batches,
    tie_access,
)
from massicot.markers.services.staff import confirm_staff
