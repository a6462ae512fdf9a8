"""Danish, and Norwegian, whose words are mostly the same."""

from assistant.language.table import day_words, language

TABLE = language(
    "da",
    yes="ja, selvfølgelig,",
    no="nej,",
    stop="""ad af alle at av bare ble blev bli blir blive bliver da de dem den denne dens der deres det dette dig
    din du efter eller en er et etter for fra få får har havde ham han hans hendes hennes her hun i ikke ind ja jeg
    jo kan kun man med meg meget men mig min mit mod må ned nei nej noen nogle noget nå når og også om op opp os oss
    over på seg selv sig sin sit skal skulle som så til til um under ut vare ved vi var være været""",
    questions="hvem hva hvad når hvor hvorfor hvordan hvilken hvilket hvilke hvis",
    negation="ikke, aldri, aldrig, ingen, intet, ingenting, uten, uden, hverken, verken, ikke lenger, ikke længere",
    planned="""skal, vil, må, bør, planlagt, planlægger, planlegger, tenker, å gjøre, at gøre, neste steg, næste
    skridt, husk""",
    conditional="""hvis, dersom, med mindre, ellers, kanskje, måske, muligens, muligvis, ville, kunne, burde,
    eventuelt""",
    limited="""kun, bare, blot, undtagen, i stedet, delvis, oftest, begrænset, ikke alle, ikke hver, ikke altid,
    ikke nødvendigvis, intet problem, men, dog, selv om""",
    denial="""umuligt, mislykkes, mislykkedes, mangler, manglede, missede, nægtede, forbudt, fjernet, deaktiveret,
    forhindrer""",
    months="""januar jan|februar feb|mars marts mar|april apr|mai maj|juni jun|juli jul|august aug|september sept sep|
    oktober okt|november nov|desember december des dec""",
    weekdays="mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    shared="mars maj mai mar des",
    days=day_words(
        offsets={
            "i forgårs": -2, "i forgårds": -2, "forgårs": -2, "i går": -1, "i dag": 0, "i kveld": 0, "i aften": 0,
                 "i morgen": 1, "i overmorgen": 2, "i overmorgon": 2},
        periods={"i fjor": "-1 year", "i år": "0 year"},
        last="forrige, sidste, siste, i forrige, sist",
        this="denne, dette, den her, i",
        next="neste, næste",
        units={
            "day": "dag dage dager", "week": "uke uka uken uker uge ugen uger", "month": "måned måneden måneder",
            "quarter": "kvartal kvartalet", "year": "år året", "weekend": "helg helga helgen weekend weekenden",
        },
        ago="for, siden",
        ahead="om",
        numbers="en et ett|to|tre|fire|fem|seks|sju syv|åtte otte|ni|ti|elleve|tolv",
        ordinals="første|andre anden andet|tredje|fjerde",
        before="i fra til siden",
        parts="begyndelsen af, starten af, begynnelsen av, starten av|midten af, midten av|slutningen af, slutten av",
        seasons="foråret våren|sommeren sommer|efteråret høsten|vinteren vinter",
        through="til og",
        between="mellem mellom fra",
    ),
    never_ends="bl.a f.eks dvs hhv ca dr st inkl ekskl",
    before_number="nr art kap fig s jan feb apr jun jul aug sept okt nov dec des",
    before_small="osv etc m.m max maks min",
    dated="dato dag oprettet opprettet",
)  # fmt: skip
