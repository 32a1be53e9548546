"""What files ask of people, gathered: each sort of task is found by one query, and reach and names are asked once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from saikne.accounts.models import User
from saikne.cases.models import Case
from saikne.cases.queries.about import About, about_files
from saikne.core.registry import Registry
from saikne.core.work import WorkItem, work_items
from saikne.privacy.enums import Opens
from saikne.privacy.queries import opened

ANY = (Opens.CASE_WORK, Opens.FACTS, Opens.PSYCHOSOCIAL)
WHOLE = (Opens.CASE_WORK,)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do in a file, for whoever has one of `opens` there; needs the file's `household` fetched."""

    case: Case
    due: date | None
    label: str
    url: str
    kind: str
    opens: tuple[str, ...] = ANY


@dataclass(frozen=True, slots=True)
class Tasks:
    """One sort of task. Asked alone it answers in full; in *Mans darbs* all sorts share their questions."""

    find: Callable[[User, date], list[Task]]

    def __call__(self, user: User, on: date) -> list[WorkItem]:
        """The tasks of this sort, as far as their files are within reach."""
        return gathered(user, on, [self])


TASKS: Registry[Tasks] = Registry("tasks of files")


def gathered(user: User, on: date, sorts: Iterable[Tasks]) -> list[WorkItem]:
    """Tasks of all these sorts in files within reach; one query each, and three more for all of them."""
    tasks = [task for sort in sorts for task in sort.find(user, on)]
    reach = opened(user, about="case", numbers={task.case.pk for task in tasks})
    tasks = [task for task in tasks if reach.get(task.case.pk, frozenset()).intersection(task.opens)]
    known = about_files({task.case.pk: task.case for task in tasks}.values(), on=on)
    return [_item(task, known[task.case.pk]) for task in tasks]


def _item(task: Task, about: About) -> WorkItem:
    return WorkItem(task.due, task.label, about.title, task.url, task.kind, about.records)


def register() -> None:
    """Let *Mans darbs* ask for all sorts at once."""
    work_items.register("cases.tasks", lambda user, on: gathered(user, on, TASKS), rank=10)
