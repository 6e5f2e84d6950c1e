"""Acts on the pool of markers, and those that must look at it: who marks, and who is appointed."""

from massicot.markers.services.imports import import_markers_unchecked_batches, preview_markers_unchecked_batches
from massicot.markers.services.pool import (
    PoolPlace,
    appoint,
    appoint_at_known_place,
    confirm_staff,
    delete_markers,
    enter_person,
    give_access,
    invite,
    move_address,
    put_into_pool,
    take_out_of_pool_unchecked_batches,
    tie_access,
)
