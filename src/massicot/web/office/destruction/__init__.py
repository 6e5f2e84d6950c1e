"""The destruction of the scripts of a paper: its list, the two who sign it, its certificate."""
