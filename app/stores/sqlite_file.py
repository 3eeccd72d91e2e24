"""The file behind sqlite:///: where it lies, who may read it, its tables and their version."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.stores import StoreError
from app.stores.addresses import SETTING

APPLICATION = 0x5368616C  # "Shal": tells the file from those of other programs
VERSION = 1

_TABLES = (
    "CREATE TABLE runs (id TEXT PRIMARY KEY, owner TEXT NOT NULL, epoch INTEGER NOT NULL, used REAL NOT NULL,"
    " head BLOB NOT NULL)",
    # A new place is above all others, so blocks come in the order in which they were appended.
    "CREATE TABLE blocks (place INTEGER PRIMARY KEY, run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,"
    " block BLOB NOT NULL)",
    "CREATE INDEX blocks_of_run ON blocks (run_id)",
    "CREATE TABLE documents (key TEXT PRIMARY KEY, value BLOB NOT NULL, used REAL NOT NULL)",
)

_WAYS_OUT = "name a file in a folder that can be written, or memory:// to keep nothing"


def named(path: Path) -> str:
    """Return how a sentence about the file begins."""
    return f"{SETTING}=sqlite:///{path}: the file"


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """Open the file, made if it is missing, and try to write. Raises StoreError with a sentence.

    `patience` is how many seconds to wait while another process writes.
    """
    try:
        _make(path)
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise StoreError(f"{named(path)} cannot be opened ({reason}): {_WAYS_OUT}") from error
    try:
        _prepare(connection, path, patience)
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path) -> None:
    """Make folder and file for this user alone; the files beside it get the rights of the file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # not opened here: to close it again would drop this process's own locks on it
    os.close(descriptor)


def _prepare(connection: sqlite3.Connection, path: Path, patience: float) -> None:
    try:
        _check(connection, path)
        _write_ahead(connection, patience)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        with transaction(connection):
            if _check(connection, path) == 0:
                for statement in _TABLES:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
            write_something(connection)
    except sqlite3.OperationalError as error:
        raise StoreError(f"{named(path)} cannot be written ({error}): {_WAYS_OUT}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{named(path)} cannot be read ({error}): move it away, or name another file"
        ) from error


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Turn to a log of writes. SQLite does not wait itself while another process does just that."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the tables, 0 where there are none; refuse what is not this program's."""
    # In this order: another process may be making the tables, and signs them in the same transaction.
    tables = _number(connection, "SELECT count(*) FROM sqlite_master")
    application = _number(connection, "PRAGMA application_id")
    version = _number(connection, "PRAGMA user_version")
    if tables and application != APPLICATION:
        raise StoreError(f"{named(path)} is a database of another program: name another file")
    if version > VERSION:
        raise StoreError(
            f"{named(path)} was written by a newer Shallowscope (version {version}; known here: {VERSION}):"
            " use that one, or name another file"
        )
    return version


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def write_something(connection: sqlite3.Connection) -> None:
    """Write what is there already: a file that only can be read lets a transaction begin all the same."""
    connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of the block or nothing; the right to write is asked for first, so that it can be waited for."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # some errors have ended it already
            connection.execute("ROLLBACK")
        raise
