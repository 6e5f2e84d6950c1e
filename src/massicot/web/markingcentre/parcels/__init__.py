"""The parcels that come to a centre: late or here, their seals, the papers that came with them."""
