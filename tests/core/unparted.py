"""Files read in the process of the test, for what tries hundreds of them: their readers die of none of these."""

from massicot.core.parsing import book_sheets, confinement, text_sheets, toml_nodes
from massicot.core.tables import Findings, read_sheets
from massicot.core.tables.sheets import parser_of, sheets_told

PARSERS = {"book_sheets": book_sheets, "text_sheets": text_sheets, "toml_nodes": toml_nodes}


class Unparted:
    """A conversation with a parser that runs here, in the very lines that it would send."""

    def __init__(self, parser, content):
        self.asked = []
        self.lines = confinement.answer_lines(PARSERS[parser].tell, content, iter(self.asked.pop, None))

    def answer(self):
        """Give the lines of one answer."""
        return iter(self.lines.__next__, b"\n")

    def ask(self, number):
        """Ask for the answer of this number."""
        self.asked.append(number)


def read_table(content, file_name, columns, row):
    """Read a table as `tables.read_table` does, in this process."""
    findings = Findings(file_name)
    conversation = Unparted(parser_of(content, findings), content)
    return read_sheets(sheets_told(conversation, findings), columns, row, findings)
