"""A row of figures as the cell it is."""

from sqlalchemy import RowMapping

from bot.cells import Cell, CellKey, Status


def cell_of(row: RowMapping) -> Cell:
    return Cell(
        key=CellKey(row["place"], row["month"], row["activity"], row["kind"]),
        version=row["version"],
        status=Status(row["status"]),
        quantity=row["quantity"],
        told_quantity=row["told_quantity"],
        told_unit=row["told_unit"] or "",
        doubted=row["doubted"],
        kg_co2e=row["kg_co2e"],
        verified=row["verified"] is not False,
        questioned=row["questioned"],
    )
