"""Dutch."""

from assistant.language.table import day_words, language

TABLE = language(
    "nl",
    yes="ja, jazeker,",
    no="nee,",
    stop="""aan al als bij dan dat de den der deze die dit door dus een en er ge haar had hadden heb hebben heeft
    hem het hij hun ik in is ja je jij jou jouw jullie kan kunnen maar me mee men met mij mijn na naar nee nog nu of
    om omdat onder ons onze ook op over te tegen toch toen tot u uit uw van veel voor was we werd wij worden wordt
    ze zei zich zij zijn zo zou""",
    questions="wie wat wanneer waar waarom hoe hoeveel welk welke waarheen waarmee",
    negation="niet, nooit, niemand, niets, nergens, geen, zonder, niet meer, noch, nog niet",
    planned="""zal, zullen, ga, gaan, gaat, moet, moeten, wil, willen, gepland, van plan, plannen, te doen, volgende
    stap, niet vergeten""",
    conditional="""als, indien, tenzij, of, anders, misschien, wellicht, mogelijk, zou, zouden, kunnen, eventueel,
    mits, idee""",
    limited="""alleen, slechts, enkel, behalve, tenzij, in plaats, gedeeltelijk, meestal, beperkt, niet alle, niet
    elke, niet altijd, niet per se, geen probleem, maar, echter, hoewel""",
    denial="""onmogelijk, mislukt, mislukte, ontbreekt, gemist, geweigerd, verboden, verwijderd, gestopt,
    uitgeschakeld, voorkomt""",
    months="""januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept sep|
    oktober okt|november nov|december dec""",
    weekdays="maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    shared="mei maart",
    days=day_words(
        offsets={"eergisteren": -2, "gisteren": -1, "gisteravond": -1, "vandaag": 0, "vanavond": 0, "morgen": 1,
                 "overmorgen": 2},
        last="vorig vorige afgelopen laatste",
        this="deze dit komende",
        next="volgend volgende",
        units={
            "day": "dag dagen", "week": "week weken", "month": "maand maanden", "quarter": "kwartaal kwartalen",
            "year": "jaar jaren", "weekend": "weekend weekeinde",
        },
        ago="geleden",
        ahead="over",
        numbers="één een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf",
        ordinals="eerste|tweede|derde|vierde",
        before="in van sinds tot begin eind half",
        parts="begin|half, midden, medio|eind, einde, eind van",
        seasons="lente voorjaar|zomer|herfst najaar|winter",
        through="tot en t/m",
        between="tussen van vanaf",
    ),
    never_ends="dhr mevr mw dr drs ir mr prof st bijv evt incl excl ca resp vgl",
    before_number="nr art vol hfst fig blz p pp jan feb mrt apr jun jul aug sept okt nov dec",
    before_small="enz etc max min",
    dated="datum dag aangemaakt gemaaktop",
)  # fmt: skip
