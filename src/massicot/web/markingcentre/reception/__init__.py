"""The reception of one parcel: its scripts ticked by scan or by hand, or counted without a scanner."""
