"""What every desk shares: the layout, signing in, access, refusals said to people."""
