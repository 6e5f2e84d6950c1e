"""The exam centres as the office follows them: a list, a map, the arrivals."""
