"""Who came: which centre has not sent the register of which day, and what the registers say."""
