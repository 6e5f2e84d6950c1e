"""The rooms: their registers keyed, confirmed, put right; who sits there and is on no list."""
