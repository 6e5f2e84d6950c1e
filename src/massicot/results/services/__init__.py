"""Acts of the office on a whole paper: gaps decided, anonymity lifted, tables exported, documents printed."""

from massicot.results.services.exporting import export_table
from massicot.results.services.folder import write_documents
from massicot.results.services.gaps import decide_gap
from massicot.results.services.lifting import lift
from massicot.results.services.printing import PrintRun, print_documents, subjects_of

__all__ = ["PrintRun", "decide_gap", "export_table", "lift", "print_documents", "subjects_of", "write_documents"]
