"""Who is expected at a centre, half-day by half-day; whoever is not there is said to be absent."""
