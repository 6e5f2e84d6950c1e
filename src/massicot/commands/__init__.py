"""The verbs of the `massicot` command, one module each (contract.md §2)."""
