"""Writing all at once or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Everything in it is written at once or not at all; inside another transaction it is part of that one.

    Not apsw's ``with connection``: that keeps the interpreter's lock while it waits for the transaction of another
    thread, which then cannot go on to its end. Raises ``apsw.BusyError`` when the wait was too long.
    """
    if connection.in_transaction:
        with connection:  # a savepoint waits for nobody
            yield
        return
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
