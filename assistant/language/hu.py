"""Hungarian."""

from assistant.language.table import day_words, language

TABLE = language(
    "hu",
    yes="igen,",
    no="nem,",
    stop="""a az és vagy de hogy is nem ne egy ez ezt azt aki ami amely van volt lesz meg már még csak mint én te ő
    mi ti ők itt ott ha el fel ki be le""",
    questions="ki kit kinek kié mi mit mikor hol hová honnan miért hogyan hány mennyi melyik milyen",
    negation="nem, ne, soha, sosem, senki, semmi, sehol, semmilyen, nélkül, nincs, sem, már nem",
    planned="fog, fogok, fogunk, kell, tervezem, tervezzük, tervezett, szeretnék, akarok, teendő",
    conditional="ha, hacsak, talán, esetleg, lehet, lehetne, kellene, különben, vajon",
    limited="""csak, csupán, kizárólag, kivéve, helyett, részben, általában, korlátozott, nem minden, nem mindig,
    nem feltétlenül, de, azonban, bár""",
    denial="""lehetetlen, sikertelen, hiányzik, hiányzott, elutasította, tilos, tiltott, eltávolítva, letiltva,
    megakadályozza""",
    months="""január januárban jan|február februárban febr|március márciusban márc|április áprilisban ápr|május
    májusban máj|június júniusban jún|július júliusban júl|augusztus augusztusban aug|szeptember szeptemberben
    szept|október októberben okt|november novemberben nov|december decemberben dec""",
    weekdays="""hétfő hétfőn|kedd kedden|szerda szerdán|csütörtök csütörtökön|péntek pénteken|szombat
    szombaton|vasárnap""",
    days=day_words(
        offsets={"tegnapelőtt": -2, "tegnap": -1, "ma": 0, "holnap": 1, "holnapután": 2},
        periods={"tavaly": "-1 year", "idén": "0 year"},
        last="múlt elmúlt előző",
        this="ez, ezen a, e",
        next="jövő, következő",
        units={
            "day": "nap napja nappal", "week": "hét héten hete héttel", "month": "hónap hónapban hónapja hónappal",
            "quarter": "negyedév negyedévben",
            "year": "év évben éve évvel", "weekend": "hétvége hétvégén",
        },
        ago="ezelőtt",
        ahead="múlva",
        numbers="egy|két kettő|három|négy|öt|hat|hét|nyolc|kilenc|tíz|tizenegy|tizenkét",
    ),
    never_ends="pl dr ún stb kb ill",
    before_number="sz old o fej",
    before_small="stb kft",
    dated="dátum létrehozva",
)  # fmt: skip
