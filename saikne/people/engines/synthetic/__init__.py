"""People who do not exist, with names, codes and addresses as Latvian registers have them."""

from saikne.people.engines.synthetic.makers import Names, PersonMaker
from saikne.people.engines.synthetic.register import COLUMNS, SyntheticPerson, register

__all__ = ["COLUMNS", "Names", "PersonMaker", "SyntheticPerson", "register"]
