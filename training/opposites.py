"""Words of which one excludes the other: who says one of a thing does not say the other.

Neither the two sides of one event are among them, such as buying and selling, nor words of many meanings, such as
"open" and "like", nor those that one sentence holds side by side, such as "before" and "after".
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

_PAIRS = """
largest/smallest biggest/smallest oldest/youngest oldest/newest highest/lowest best/worst longest/shortest
tallest/shortest fastest/slowest strongest/weakest cheapest/priciest greatest/least farthest/nearest earliest/latest
first/last better/worse larger/smaller bigger/smaller higher/lower older/younger older/newer stronger/weaker
greater/lesser longer/shorter earlier/later faster/slower most/least
increase/decrease increased/decreased increasing/decreasing rise/fall rose/fell begin/end began/ended begin/stop
start/finish started/finished start/end started/ended start/stop started/stopped win/lose won/lost succeed/fail
succeeded/failed success/failure victory/defeat profit/loss gain/loss surplus/deficit surplus/shortage
accept/reject accepted/rejected adopted/rejected approved/rejected signed/rejected agree/refuse agreed/refused
allow/forbid allowed/forbidden allow/prevent allowed/prevented include/exclude included/excluded support/oppose
supported/opposed attacked/defended create/destroy created/destroyed built/demolished built/destroyed
established/abolished founded/dissolved add/remove added/removed appear/disappear appeared/disappeared raise/lower
raised/lowered join/leave joined/left encourage/discourage encouraged/discouraged promoted/demoted married/divorced
born/died lived/died survived/died killed/saved imported/exported import/export upload/download heated/cooled
minimum/maximum minimize/maximize majority/minority major/minor primary/secondary public/private possible/impossible
legal/illegal direct/indirect correct/incorrect complete/incomplete active/inactive formal/informal
sufficient/insufficient dependent/independent visible/invisible valid/invalid regular/irregular relevant/irrelevant
compatible/incompatible accurate/inaccurate efficient/inefficient able/unable agree/disagree agreed/disagreed
approve/disapprove approved/disapproved connect/disconnect connected/disconnected
male/female men/women man/woman boy/girl mother/father uncle/aunt son/daughter north/south east/west northern/southern
eastern/western northeast/southwest northwest/southeast summer/winter spring/autumn morning/evening urban/rural
ancient/modern domestic/foreign internal/external interior/exterior indoor/outdoor indoors/outdoors local/global
superior/inferior upper/lower former/current formerly/currently advantage/disadvantage benefit/drawback
strength/weakness positive/negative safe/dangerous easy/difficult rich/poor heavily/lightly quickly/slowly
horizontal/vertical always/never often/rarely usually/never true/false real/fake enemy/ally enemies/allies
"""


def both_ways(pairs: str) -> Mapping[str, Sequence[str]]:
    """Of each word of ``a/b c/d`` those it is paired with."""
    found: dict[str, list[str]] = defaultdict(list)
    for a, b in (pair.split("/") for pair in pairs.split()):
        found[a].append(b)
        found[b].append(a)
    return {word: tuple(others) for word, others in found.items()}


EXCLUSIVE = both_ways(_PAIRS)
