"""Acts on parcels: one file per place where they are done."""

from massicot.consignments.services.arrival import declare_parcel_lost, receive_parcel, receive_unrecorded
from massicot.consignments.services.by_exception import receive_all_but
from massicot.consignments.services.left_out import bring_back, find_left_out
from massicot.consignments.services.outside import acknowledge_outside
from massicot.consignments.services.packing import pack_counted_unchecked_day, pack_numbered, unpack_parcel
from massicot.consignments.services.papers import count_papers, enclose_papers, waive_papers
from massicot.consignments.services.printing import print_note
from massicot.consignments.services.reception import (
    acknowledge_counts,
    close_reception,
    declare_missing,
    find_script,
    give_up_missing,
    lose_received,
    reopen_reception,
    tick_scripts,
    untick_script,
)
from massicot.consignments.services.scanning import receive_stray, scan_script
from massicot.consignments.services.seals import end_seal_trouble, read_seal, take_back_seal
from massicot.consignments.services.transport import send_parcel
