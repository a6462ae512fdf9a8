"""Polish."""

from assistant.language.table import day_words, language

TABLE = language(
    "pl",
    yes="tak,",
    no="nie,",
    stop="""a aby ale albo ani bo być był była było były by czy dla do go i ich ja jak jako je jego jej jest jeszcze
    już ma mi mnie moja moje mój my na nad nie niż o od on ona one oni oraz po pod przed przez przy są się ta tak
    tam te tego tej tę ten to tu ty w we więc wy z za ze że""",
    questions="""kto kogo komu kim co czego kiedy gdzie dokąd skąd dlaczego czemu jak ile jaki jaka jakie który
    która które""",
    negation="nie, nigdy, nikt, nic, nigdzie, żaden, żadna, żadne, bez, ani, już nie",
    planned="""będzie, będę, będziemy, zamierzam, zamierza, planuję, planujemy, zaplanowano, zaplanowane, trzeba,
    muszę, musimy, chcę, do zrobienia, należy""",
    conditional="""jeśli, jeżeli, chyba że, gdyby, może, być może, mógłby, mogłaby, powinien, ewentualnie, inaczej,
    czy""",
    limited="""tylko, jedynie, wyłącznie, oprócz, zamiast, częściowo, zwykle, ograniczony, nie wszystkie, nie
    wszyscy, nie zawsze, niekoniecznie, ale, jednak, chociaż""",
    denial="""niemożliwe, nie udało, brakuje, brak, odmówił, odmówiła, zabronione, zakazane, usunięto, odrzucono,
    wyłączono""",
    months="""styczeń stycznia styczniu sty|luty lutego lutym lut|marzec marca marcu mar|kwiecień kwietnia kwietniu
    kwi| maj maja maju|czerwiec czerwca czerwcu cze|lipiec lipca lipcu lip|sierpień sierpnia sierpniu sie|wrzesień
    września wrześniu wrz|październik października październiku paź|listopad listopada listopadzie lis|grudzień
    grudnia grudniu gru""",
    weekdays="""poniedziałek poniedziałku|wtorek wtorku|środa środę środy|czwartek czwartku|piątek piątku|sobota
    sobotę soboty|niedziela niedzielę niedzieli""",
    shared="maj maja maju mar sie lis lip lut",
    days=day_words(
        offsets={"przedwczoraj": -2, "wczoraj": -1, "dzisiaj": 0, "dziś": 0, "jutro": 1, "pojutrze": 2},
        last="""zeszły zeszła zeszłą zeszłe zeszłym zeszłego zeszłej ubiegły ubiegłą ubiegłym ubiegłego ubiegłej
        ostatni ostatnia ostatnią ostatnim ostatniego ostatniej poprzedni poprzednim poprzednią""",
        this="ten ta to tę tym tego tej bieżący bieżącym",
        next="następny następną następnym przyszły przyszłą przyszłym przyszłego",
        units={
            "day": "dzień dni dnia", "week": "tydzień tygodnia tygodniu tygodnie tygodni",
            "month": "miesiąc miesiąca miesiącu miesiące miesięcy",
            "quarter": "kwartał kwartale kwartału", "year": "rok roku lata lat", "weekend": "weekend weekendzie",
        },
        ago="temu",
        ahead="za",
        numbers="jeden jedną|dwa dwie|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|jedenaście|dwanaście",
        ordinals="pierwszy pierwszym|drugi drugim|trzeci trzecim|czwarty czwartym",
        before="w we od do z",
        parts="początek, początku, na początku|połowa, połowie, w połowie|koniec, końcu, pod koniec, końca",
        seasons="wiosna wiosną wiosnę|lato latem|jesień jesienią|zima zimą",
        through="do a i",
        between="od między",
    ),
    never_ends="np m.in tzn tj prof dr ul im św",
    before_number="nr r s rozdz rys",
    before_small="itd itp",
    dated="data dzień utworzono utworzony",
)  # fmt: skip
