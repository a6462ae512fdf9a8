"""Swedish."""

from assistant.language.table import day_words, language

TABLE = language(
    "sv",
    yes="ja, javisst,",
    no="nej,",
    stop="""alla att av blev bli blir de dem den denna deras dess det detta dig din du där då efter ej eller en er
    ett för från ha hade han hans har henne hennes hon honom i icke ingen inom inte jag ja kan kunde man med mellan
    men mig min mot mycket ni nu någon något några när och om oss på samma sedan sig sin ska skulle som så till
    under upp ut utan vara var vi vid vilka är över""",
    questions="vem vad när var vart varför hur vilken vilket vilka vems",
    negation="inte, aldrig, ingen, inget, inga, ingenting, ingenstans, utan, ej, icke, varken",
    planned="""ska, skall, kommer att, måste, bör, vill, planerar, planerat, planerad, tänker, att göra, nästa steg,
    glöm inte""",
    conditional="om, såvida, ifall, annars, kanske, eventuellt, möjligen, skulle, borde, kunde, idé",
    limited="""bara, endast, enbart, förutom, istället, i stället, delvis, oftast, begränsad, inte alla, inte
    varje, inte alltid, inte nödvändigtvis, inga problem, men, dock, även om""",
    denial="""omöjligt, misslyckas, misslyckades, saknas, saknar, missade, vägrade, förbjudet, förbjuden,
    borttaget, inaktiverad, hindrar""",
    months="""januari jan|februari feb|mars mar|april apr|maj|juni jun|juli jul|augusti aug|september sept
    sep|oktober okt| november nov|december dec""",
    weekdays="""måndag måndagen|tisdag tisdagen|onsdag onsdagen|torsdag torsdagen|fredag fredagen|lördag
    lördagen|söndag söndagen""",
    shared="mars maj mar",
    days=day_words(
        offsets={"i förrgår": -2, "förrgår": -2, "i går": -1, "igår": -1, "i dag": 0, "idag": 0, "ikväll": 0,
                 "i morgon": 1, "imorgon": 1, "i övermorgon": 2},
        periods={"i fjol": "-1 year", "ifjol": "-1 year"},
        last="förra, senaste, sista, föregående",
        this="den här, denna, detta, i",
        next="nästa",
        units={
            "day": "dag dagar dagarna", "week": "vecka veckan veckor veckorna",
            "month": "månad månaden månader månaderna",
            "quarter": "kvartal kvartalet", "year": "år året åren", "weekend": "helg helgen",
        },
        ago="för, sedan",
        ahead="om",
        numbers="en ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv",
        ordinals="första|andra|tredje|fjärde",
        before="i under sedan till från",
        parts="början av, i början av|mitten av, i mitten av|slutet av, i slutet av",
        seasons="våren vår|sommaren sommar|hösten höst|vintern vinter",
        through="till och",
        between="mellan från",
    ),
    never_ends="bl.a t.ex d.v.s dvs resp ca dr st",
    before_number="nr art kap fig sid s jan feb apr jun jul aug sept okt nov dec",
    before_small="osv etc m.m max min",
    dated="datum dag skapad skapat",
)  # fmt: skip
