"""The desk of an inspector: who is called and comes, by day and by meeting; reads only, and no name of a candidate."""
