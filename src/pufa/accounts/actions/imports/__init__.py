"""Taking over districts, organisations and people from a table: everything or nothing."""

from pufa.accounts.actions.imports.districts import import_districts, plan_districts
from pufa.accounts.actions.imports.organisations import import_organisations, plan_organisations
from pufa.accounts.actions.imports.people import import_people, plan_people
from pufa.accounts.actions.imports.table import MOST_PROBLEMS, Column, Counts, ImportFaultError, Line, Problem, template

# The name the other rooms know it by.
ImportFault = ImportFaultError

__all__ = [
    "MOST_PROBLEMS",
    "Column",
    "Counts",
    "ImportFault",
    "ImportFaultError",
    "Line",
    "Problem",
    "import_districts",
    "import_organisations",
    "import_people",
    "plan_districts",
    "plan_organisations",
    "plan_people",
    "template",
]
