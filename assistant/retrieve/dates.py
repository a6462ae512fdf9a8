"""Days that a query names: they are read where every other value is."""

from assistant.values.days import Days, SaidDays
from assistant.values.said_days import read_days, said_days

__all__ = ["Days", "SaidDays", "read_days", "said_days"]
