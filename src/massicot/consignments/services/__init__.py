"""Acts on parcels: one file a subject."""

from massicot.consignments.services.arrival import (
    acknowledge_outside,
    declare_parcel_lost,
    receive_parcel,
    receive_unrecorded,
)
from massicot.consignments.services.despatch import (
    bring_back,
    find_left_out,
    pack_counted_unchecked_day,
    pack_numbered,
    print_note,
    unpack_parcel,
)
from massicot.consignments.services.papers import count_papers, enclose_papers, waive_papers
from massicot.consignments.services.parcels import send_parcel
from massicot.consignments.services.reception import (
    acknowledge_counts,
    close_reception,
    declare_missing,
    find_script,
    give_up_missing,
    lose_received,
    receive_all_but,
    reopen_reception,
    tick_scripts,
    untick_script,
)
from massicot.consignments.services.return_arrivals import (
    close_return,
    find_return_content,
    give_up_returned,
    miss_return,
    receive_return,
    receive_unsent_return,
    reopen_return,
    take_back_return_arrival,
    tick_return,
    tick_return_all_but,
    untick_return,
)
from massicot.consignments.services.return_moves import Move, move_things
from massicot.consignments.services.return_seals import (
    end_return_seal_trouble,
    read_return_seal,
    take_back_return_seal,
)
from massicot.consignments.services.returns import lose_return, open_return, pack_return_unchecked_piles, send_return
from massicot.consignments.services.scanning import receive_stray, scan_script
from massicot.consignments.services.seals import end_seal_trouble, read_seal, take_back_seal
from massicot.consignments.services.tallies import throw_ticks_away, write_ticks_of, write_ticks_towards
