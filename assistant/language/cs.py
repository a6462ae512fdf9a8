"""Czech, with the Slovak forms that differ little."""

from assistant.language.table import day_words, language

TABLE = language(
    "cs",
    yes="ano, jistě,",
    no="ne,",
    stop="""a aby ale ani asi až bez bude by byl byla bylo byly být co či do ho i já jak jako je jeho její jejich
    jen ještě již jsem jsme jsou k ke ma má mě mi můj my na nad ne nebo než o od on ona oni po pod pro proto před
    při s se si své svůj ta tak také te ten to tu ty u už v ve vy z za ze že""",
    questions="kdo koho komu co kdy kde kam odkud proč jak kolik jaký jaká jaké který která které čí",
    negation="ne, není, nikdy, nikdo, nic, nikde, žádný, žádná, žádné, bez, ani, už ne, nebyl, nebyla, nebylo",
    planned="""bude, budu, budeme, budou, plánuji, plánujeme, plánováno, naplánováno, chci, chceme, musím, musíme,
    třeba, hodlám, udělat""",
    conditional="pokud, jestli, jestliže, kdyby, ledaže, možná, snad, mohl by, mohla by, měl by, případně, jinak",
    limited="""jen, jenom, pouze, kromě, místo, částečně, obvykle, omezený, ne všechny, ne všichni, ne vždy, ne
    nutně, ale, však, ačkoli""",
    denial="""nemožné, nelze, selhal, selhalo, chybí, chyběl, odmítl, odmítla, zakázáno, odstraněno, zamítnuto,
    vypnuto""",
    months="""leden ledna lednu led januára|únor února únoru úno|březen března březnu bře marca|duben dubna dubnu
    dub apríla|květen května květnu kvě|červen června červnu čvn|červenec července červenci čvc|srpen srpna srpnu
    srp|září zář|říjen října říjnu říj|listopad listopadu lis|prosinec prosince prosinci pro""",
    weekdays="""pondělí pondelok|úterý utorok|středa středu streda|čtvrtek štvrtok|pátek piatok|sobota sobotu|neděle
    neděli nedeľa""",
    shared="lis pro led srp dub září zář",
    days=day_words(
        offsets={"předevčírem": -2, "včera": -1, "dnes": 0, "dneska": 0, "zítra": 1, "pozítří": 2},
        periods={"loni": "-1 year", "letos": "0 year"},
        last="minulý minulá minulou minulé minulém minulého loňský loňském poslední",
        this="tento tato tuto toto tomto tohoto",
        next="příští další",
        units={
            "day": "den dny dní dnů dnem dny", "week": "týden týdny týdnů týdnem týdnu",
            "month": "měsíc měsíce měsíců měsíci měsícem",
            "quarter": "čtvrtletí kvartál kvartálu", "year": "rok roky roku let rokem lety",
            "weekend": "víkend víkendu",
        },
        ago="před",
        ahead="za",
        numbers="""jeden jedním|dva dvě dvěma|tři třemi|čtyři|pět pěti|šest
        šesti|sedm|osm|devět|deset|jedenáct|dvanáct""",
        before="v ve od do z",
        parts="začátek, začátkem, na začátku|polovina, v polovině, polovině|konec, koncem, na konci",
        seasons="jaro na_jaře|léto v_létě|podzim na_podzim|zima v_zimě",
        through="do až a",
        between="od mezi",
    ),
    never_ends="např tzv tj mj ing mgr bc dr prof ul sv",
    before_number="č str r kap obr",
    before_small="atd apod",
    dated="datum den vytvořeno",
)  # fmt: skip
