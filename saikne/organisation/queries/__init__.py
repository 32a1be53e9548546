"""Questions about the service: who works where, what of it somebody manages."""

from saikne.organisation.queries.seats import (
    Seat,
    colleagues,
    municipality_of,
    seat_of,
    seats,
    unit_and_above,
    units_under,
)

__all__ = ["Seat", "colleagues", "municipality_of", "seat_of", "seats", "unit_and_above", "units_under"]
