"""Acts on parcels: one file per place where they are done."""

from massicot.consignments.services.packing import pack_counted, pack_numbered, unpack_parcel
from massicot.consignments.services.printing import print_note
from massicot.consignments.services.reception import (
    acknowledge_counts,
    close_reception,
    declare_missing,
    find_script,
    tick_scripts,
)
from massicot.consignments.services.transport import receive_parcel, send_parcel

__all__ = [
    "acknowledge_counts",
    "close_reception",
    "declare_missing",
    "find_script",
    "pack_counted",
    "pack_numbered",
    "print_note",
    "receive_parcel",
    "send_parcel",
    "tick_scripts",
    "unpack_parcel",
]
