"""What is known of a place beside its figures: its facts, loaded or from the catalogue."""

from bot.catalogue import Catalogue
from bot.people import Place
from bot.plans.facts import Fact, known, of_catalogue
from handlers.stopping import stop
from storage import people, place_facts
from storage.session import Transaction


def place_called(tx: Transaction, place: str) -> Place:
    try:
        return people.get_place(tx, place)
    except people.UnknownPlace:
        stop(f"there is no place {place!r}: see load places")


def facts_of(tx: Transaction, catalogue: Catalogue, place: str) -> tuple[Fact, ...]:
    """Where the catalogue knows a population and none was loaded for that year, it is that."""
    return known(of_catalogue(catalogue.places.get(place)), place_facts.current(tx, [place]))
