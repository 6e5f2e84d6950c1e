"""Who came: the registers of the people called to a centre, keyed and sent to the exam office."""
