"""Questions about people that other rooms ask too."""

from saikne.people.queries.records import (
    anchors_of,
    faces,
    household_records,
    records_of,
)
from saikne.people.queries.search import SearchResult, search

__all__ = [
    "SearchResult",
    "anchors_of",
    "faces",
    "household_records",
    "records_of",
    "search",
]
