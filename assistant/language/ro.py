"""Romanian."""

from assistant.language.table import day_words, language

TABLE = language(
    "ro",
    yes="da,",
    no="nu,",
    stop="""a ai al ale am ar are as asta au că ce cea cei cel cu da dar de din după e ea ei el este eu fi fost i în
    îi îl își la le lui mai mea mei meu mi nu o pe pentru prin s sa sau se și sunt te tu un una unei unui va vă voi""",
    questions="cine cui ce când unde încotro de ce cum cât câți câte cât care",
    negation="nu, niciodată, nimeni, nimic, nicăieri, niciun, nicio, fără, nici",
    planned="""va, voi, vom, vor, trebuie, plănuiesc, planificat, planificată, vreau, vrem, urmează, de făcut,
    intenționez""",
    conditional="dacă, decât dacă, poate, probabil, ar putea, ar trebui, altfel, eventual",
    limited="""doar, numai, exceptând, în afară, în schimb, în loc, parțial, de obicei, limitat, nu toate, nu
    toți, nu întotdeauna, nu neapărat, dar, însă, totuși, deși""",
    denial="""imposibil, eșuează, eșuat, lipsește, lipsea, ratat, refuzat, interzis, interzisă, eliminat,
    dezactivat, împiedică""",
    months="""ianuarie ian|februarie feb|martie mart|aprilie apr|mai|iunie iun|iulie iul|august aug|septembrie
    sept|octombrie oct|noiembrie noi nov|decembrie dec""",
    weekdays="luni|marți|miercuri|joi|vineri|sâmbătă|duminică",
    shared="mai luni noi mart",
    days=day_words(
        offsets={"alaltăieri": -2, "ieri": -1, "aseară": -1, "astăzi": 0, "azi": 0, "mâine": 1, "poimâine": 2},
        last="trecut trecută ultima ultimul ultimele",
        this="această acest aceasta acesta asta",
        next="viitor viitoare următor următoare",
        units={
            "day": "zi zile ziua", "week": "săptămână săptămâna săptămâni", "month": "lună luna",
            "quarter": "trimestru trimestrul",
            "year": "an anul ani", "weekend": "weekend weekendul",
        },
        ago="acum",
        ahead="peste",
        numbers="un o unu una|doi două|trei|patru|cinci|șase|șapte|opt|nouă|zece|unsprezece|doisprezece",
        before="în din",
    ),
    never_ends="dl dna dr prof str ex",
    before_number="nr art pag fig",
    before_small="etc",
    dated="data creat creată",
)  # fmt: skip
