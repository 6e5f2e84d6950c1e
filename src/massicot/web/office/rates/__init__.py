"""The rates by which people are paid: dated tables with their texts, what the office enters and confirms."""
