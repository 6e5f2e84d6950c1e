"""Lines of a table of towns as tests write them."""

from massicot.expenses.rules.town_table import read_towns

HEADER = "code_insee;nom;commune_parente;population;classe_nuitee;limitrophes;valable_du;source"
MARSEILLE = "13055;Marseille;;886040;large;13002;01/01/2017;INSEE 2017"
ALLAUCH = "13002;Allauch;;21443;base;13055;01/01/2017;INSEE 2017"
TENTH = "13210;Marseille 10e;13055;;large;;01/01/2017;INSEE 2017"


def towns_csv(*lines, header=HEADER):
    """Write a table of these lines."""
    return "\n".join([header, *lines]).encode()


def towns(*lines, header=HEADER):
    """Read a table of these lines."""
    return read_towns(towns_csv(*lines, header=header), "communes.csv")
