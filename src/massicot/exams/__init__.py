"""Sessions, papers, specialties, institutions, routes, calendar and mark scales."""
