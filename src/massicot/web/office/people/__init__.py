"""Who works with the program: accounts, invitations, and the letters that leave."""
