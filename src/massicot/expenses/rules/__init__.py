"""What the rules of money say: dated tables, rights and amounts, in cents, each with its text."""
