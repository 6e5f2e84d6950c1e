"""What comes back to the exam office after the marking: parcels, their arrival, what is in them."""
