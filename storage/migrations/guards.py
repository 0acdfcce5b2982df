"""Guards the database itself keeps: tables whose rows are added and never changed."""

from alembic import op


def keep(table: str, unless: str = "") -> None:
    """Let the database refuse to remove a row, and to change one (`unless` it says OLD may)."""
    if op.get_bind().dialect.name == "sqlite":
        when = f" WHEN NOT ({unless})" if unless else ""
        for act, only in (("UPDATE", when), ("DELETE", "")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}{only} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    lets = f"IF TG_OP = 'UPDATE' AND {unless} THEN RETURN NEW; END IF; " if unless else ""
    op.execute(
        f"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {lets}RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"
    )


def release(table: str) -> None:
    """What stays of the guard after its table is dropped."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION refuse_{table}()")
