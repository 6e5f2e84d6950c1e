"""What the ORM does badly: bulk insert, compare-and-set, tables held, durable connections, databases of a rehearsal."""
