"""Whether what people send can be kept, and whether a worker runs that does it."""

import structlog
from sqlalchemy.exc import DBAPIError

from adapters.clock import now
from casework.key_care import KeysDoNotOpen, check_keys
from casework.record_health import workers
from domain.health import Found, Part, Sign
from storage.store import Storehouse

log = structlog.get_logger()


def core(storehouse: Storehouse) -> list[Found]:
    """Database, keys and workers. It takes the database's lock for writing."""
    try:
        with storehouse.writing() as store:
            seen = workers(store.workers.all(), now())
        if not storehouse.database.is_current:
            return [Found(Part.DATABASE, Sign.BEHIND)]
    except DBAPIError as error:
        log.error("database_away", exc_class=type(error).__name__)
        return [Found(Part.DATABASE, Sign.AWAY)]
    try:
        check_keys(storehouse)
    except KeysDoNotOpen:
        return [Found(Part.DATABASE), Found(Part.KEYS, Sign.DO_NOT_OPEN), *seen]
    return [Found(Part.DATABASE), *seen]
