"""Words of which one says what the other does not.

Not the two sides of one event: who buys is answered by what says who sells.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

_PAIRS = """
first/last before/after largest/smallest oldest/youngest oldest/newest most/least more/fewer more/less highest/lowest
best/worst better/worse larger/smaller bigger/smaller higher/lower older/younger stronger/weaker greater/lesser
increase/decrease increased/decreased increases/decreases increasing/decreasing begin/end began/ended begin/stop
start/finish started/finished start/end started/ended start/stop started/stopped win/lose won/lost wins/loses
arrive/leave arrived/left open/close opened/closed north/south east/west northern/southern eastern/western
northeast/southwest northwest/southeast male/female men/women man/woman boy/girl boys/girls mother/father son/daughter
uncle/aunt early/late earliest/latest summer/winter spring/autumn morning/evening above/below inside/outside
over/under allowed/forbidden allow/forbid allow/prevent allowed/prevented accept/reject accepted/rejected
adopted/rejected approved/rejected signed/rejected agree/refuse agreed/refused love/hate loved/hated like/dislike
liked/disliked gain/lose gained/lost receive/lose received/lost keep/lose kept/lost find/lose found/lost rise/fall
rose/fell join/leave joined/left success/failure succeed/fail succeeded/failed earlier/later longer/shorter
longest/shortest tallest/shortest cheap/expensive cheapest/priciest majority/minority major/minor main/minor
primary/secondary public/private public/secret possible/impossible enter/exit import/export imported/exported
imports/exports new/old newer/older biggest/smallest greatest/least strongest/weakest fastest/slowest fast/slow
quickly/slowly always/never often/rarely usually/never minimum/maximum minimize/maximize include/exclude
included/excluded support/oppose supported/opposed attack/defend attacked/defended create/destroy created/destroyed
build/demolish built/demolished built/destroyed established/abolished founded/dissolved push/pull raise/lower
raised/lowered raising/lowering hire/fire hired/fired happy/sad strong/weak high/low hot/cold rich/poor long/short
big/small large/small far/near farthest/nearest heavy/light heavily/lightly dark/light hard/soft wet/dry
safe/dangerous easy/difficult complex/simple common/rare good/bad true/false real/fake positive/negative
advantage/disadvantage advantages/disadvantages benefit/drawback benefits/drawbacks strength/weakness
strengths/weaknesses superior/inferior upper/lower top/bottom front/back beginning/end former/latter former/current
formerly/currently past/future ancient/modern domestic/foreign internal/external interior/exterior indoor/outdoor
indoors/outdoors urban/rural local/global national/international uptown/downtown physical/mental marry/divorce
married/divorced born/buried born/died live/die lived/died survive/die survived/died dead/alive killed/saved
birth/death enemy/ally enemies/allies peace/war victory/defeat profit/loss gain/loss surplus/deficit surplus/shortage
remember/forget remembered/forgot add/remove added/removed appear/disappear appeared/disappeared encourage/discourage
encouraged/discouraged promoted/demoted similar/different single/multiple full/partial full/empty fully/partially
paid/free presence/absence present/absent read/write upload/download online/offline able/unable horizontal/vertical
heat/cool heated/cooled use/avoid used/unused known/unknown rejected/passed tightened/loosened employed/unemployed
"""


def _both_ways(pairs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for a, b in (pair.split("/") for pair in pairs):
        found[a].append(b)
        found[b].append(a)
    return {word: tuple(others) for word, others in found.items()}


#: Of each word its opposites, in lower case.
OPPOSITES: Mapping[str, Sequence[str]] = _both_ways(_PAIRS.split())
