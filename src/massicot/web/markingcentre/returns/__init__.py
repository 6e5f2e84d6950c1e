"""What leaves a marking centre for the exam office: piles by specialty, parcels made of them, their departure."""
