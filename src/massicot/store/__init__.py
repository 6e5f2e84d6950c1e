"""What the ORM does badly: bulk insert, compare-and-set, durable connections, databases of a rehearsal."""
