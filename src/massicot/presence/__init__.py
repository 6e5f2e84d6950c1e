"""Who came: the register of the people called to a place, half-day by half-day, and its copy to the exam office."""
