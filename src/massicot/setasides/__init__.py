"""Scripts set aside: foreign, unreadable, without a number or there twice, each with a slip until it has an end."""
