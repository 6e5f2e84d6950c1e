"""The desk of a head of institution: their own staff in the pools, and nobody else's."""
