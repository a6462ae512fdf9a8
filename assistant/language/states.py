"""How the state of a task is called in the cells and headings of several languages."""

from collections.abc import Mapping
from functools import cache

#: Names of a column that tells how a task stands.
COLUMNS = frozenset(
    "status state done progress stand zustand erledigt fertig estado hecho statut état fait stato fatto feito gedaan"
    " klar stan статус 状态 狀態 完成 状態 상태".split()
)
_STATES = {
    "open": """open, to do, todo, not started, pending, backlog, new, waiting, later, offen, zu erledigen, noch offen,
    ausstehend, pendiente, por hacer, à faire, en attente, da fare, in attesa, a fazer, te doen, att göra, do zrobienia,
    待办, 未完成, 未着手, 할 일, no, nein, non, ☐, ⬜, ✗, ✘""",
    "in progress": """in progress, doing, started, ongoing, wip, active, in arbeit, läuft, begonnen, en curso,
    en progreso, en cours, in corso, em andamento, bezig, pågår, w toku, в работе, 进行中, 進行中, 진행 중""",
    "done": """done, complete, completed, finished, closed, resolved, erledigt, fertig, abgeschlossen, gemacht, hecho,
    terminado, completado, fait, terminé, fatto, finito, feito, concluído, gedaan, klaar, klar, zrobione, готово,
    сделано, 完成, 已完成, 完了, 완료, yes, ja, sí, oui, sì, x, ✓, ✔, ✅, ☑""",
    "cancelled": """cancelled, canceled, dropped, abandoned, rejected, won't do, wont do, abgesagt, abgebrochen,
    verworfen, gestrichen, storniert, cancelado, cancelada, descartado, annulé, abandonné, annullato, geannuleerd,
    inställd, anulowane, отменено, 取消, 已取消, 中止, 취소, ❌, ☒""",
}
#: Of the words above, those that say so only in a column that asks.
_SHORT = frozenset("no nein non yes ja sí oui sì x new open later".split())


@cache
def _named() -> Mapping[str, str]:
    return {" ".join(word.split()): state for state, words in _STATES.items() for word in words.split(",")}


def state_in_column(column: str, cell: str) -> str:
    """What a cell says of a task, where its column is one for that; nothing where it says something else."""
    if column.casefold().strip(" ?:") not in COLUMNS:
        return ""
    return _named().get(cell.casefold().strip(" .!").replace("\ufe0f", ""), "")


def state_of_heading(heading: str) -> str:
    """How what stands below a heading is, where it is called after a state."""
    words = heading.casefold().strip(" :?!.✅❌")
    return "" if words in _SHORT else _named().get(words, "")
