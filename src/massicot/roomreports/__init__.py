"""Room reports: what happened in each room on the day of the paper, signed by two, and what came of each incident."""
