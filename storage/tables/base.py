"""What every table stands on: one metadata with names for keys, and keys that number themselves."""

from sqlalchemy import BigInteger as _BigInteger
from sqlalchemy import Integer, MetaData

# SQLite numbers rows by itself only for INTEGER keys.
BigInteger = _BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
