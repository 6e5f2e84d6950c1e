"""Invented people: names drawn from lists, never a real person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from massicot.core.draws import Draw

SURNAMES = """
ABRIAL AUDEMAR BALESTRE BARGEMON BLACAS BOISGELIN BRÉMOND CABASSE CALISSANNE CARPIAGNE CASTELLANE CHABRAN
COLMARS CRILLON DAUPHIN D'ALBARON DE-LA-TOUR DURANCE ESCLANGON ESTIENNE FABRÈGUES FONTVIEILLE FORCADE GALABERT
GARDANNE GONTARD GRIGNAN HONORAT ISNARD JOURDAN LAGNEL LAMBESC LAVÉRA LUBERON LÜBECK MAILLANE MARIGNAN
MEYRARGUES MIRABEAU MONTFURON N'GUYEN-VIDAL NAVAILLES OLLIÈRES ORGON PALUD PEYROLLES PONTÉVÈS PUYRICARD QUINSON
RAPHÈLE REILLANE ROGNES ROUSSET SABRAN SAINT-CANNAT SÉNAS SIMIANE TARASCON THORENC TRÉVANS UCHAUX VALBELLE
VENTABREN VERNÈGUES VILLENEUVE ŒUVRARD YZARN ZÉLATEUR
""".split()
FIRST_NAMES = """
Adèle Aïcha Alban Amina Anaïs Arthur Basile Béatrice Camille Céleste Chloé Clément Damien Élise Éloïse Émile
Farid Félix Gaël Gabrielle Hélène Hugo Inès Irène Jérôme Joëlle Karim Léa Léonie Loïc Lucie Maël Maëva Malik
Manon Mathis Mehdi Mélanie Naïma Noé Noémie Océane Olivier Pauline Quentin Rachid Raphaël Rémi Sacha Salomé
Sofia Solène Théo Thaïs Tiphaine Ulysse Valentin Victoire Yanis Yasmine Zoé
""".split()
MEN = frozenset(
    """
Alban Arthur Basile Clément Damien Émile Farid Félix Gaël Hugo Jérôme Karim Loïc Maël Malik Mathis Mehdi Noé Olivier
Quentin Rachid Raphaël Rémi Sacha Théo Ulysse Valentin Yanis
""".split()
)
SCHOOLS = """
Alizés Amandiers Arcades Aubépines Bastides Calanques Cèdres Cigales Collines Crêtes Cyprès Embruns Étoiles
Falaises Fontaines Garrigues Genêts Goélands Grands-Pins Iris Jasmins Lavandes Lauriers Magnolias Mimosas
Moulins Mûriers Oliviers Ormeaux Palmiers Peupliers Pinèdes Platanes Rives Rocailles Romarins Salines Sources
Terrasses Tilleuls Vallons Vergers Vignes Violettes
""".split()


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """An invented person."""

    surname: str
    first_names: str
    born_on: date

    @property
    def title(self) -> str:
        """Say how the person is addressed."""
        return "M." if self.first_names.split(",")[0] in MEN else "Mme"


def draw_people(draw: Draw, oldest: date) -> Iterator[InventedPerson]:
    """Invent people without end, born within four years of a day."""
    while True:
        first = FIRST_NAMES[draw.below(len(FIRST_NAMES))]
        second = FIRST_NAMES[draw.below(len(FIRST_NAMES))]
        yield InventedPerson(
            surname=SURNAMES[draw.below(len(SURNAMES))],
            first_names=first if first == second or draw.below(3) else f"{first}, {second}",
            born_on=oldest + timedelta(days=draw.below(4 * 365)),
        )


def school_name(rank: int) -> str:
    """Invent the name of a school: the same for the same rank."""
    name = SCHOOLS[rank % len(SCHOOLS)]
    again = rank // len(SCHOOLS)
    return f"Lycée des {name}" + (f" {again + 1}" if again else "")


def telephone(beginning: str, rank: int) -> str:
    """Invent a telephone number from the digits of a range kept for fiction: the same for the same rank."""
    high, low = divmod(rank % 10_000, 100)
    return f"{beginning} {high:02d} {low:02d}"
