"""FORMATS: name → how a file of figures is known and read. A format is one file.

They are tried in this order; the simple table takes what is nobody else's, and says what it lacks.
"""

from handlers.imports import table, values
from handlers.imports.shape import Format

FORMATS: dict[str, Format] = {one.name: one for one in (values.FORMAT, table.FORMAT)}
