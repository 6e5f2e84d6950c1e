"""Rules of consignments: one file a subject; what stands here is asked by other areas."""

from massicot.consignments.rules.parcels import (
    IN_RECEPTION,
    AlreadyReceived,
    AlreadySent,
    ParcelUnknown,
    ReceptionClosed,
    ScriptsInBatches,
    Tick,
)
