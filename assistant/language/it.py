"""Italian."""

from assistant.language.table import day_words, language

TABLE = language(
    "it",
    yes="sì, certo,",
    no="no,",
    stop="""a ad al alla alle ai agli allo anche c ci con da dal dalla dalle dai degli dei del della delle dello di
    e ed è era gli ha hai hanno ho i il in io la le lei li lo loro lui ma mi mia mie miei mio ne nel nella nelle nei
    no noi non o per più poi se si sì sia siamo sono su sua sue sul sulla suo suoi ti tra tu tua tuo un una uno vi
    voi""",
    questions="chi che cosa quando dove come perché quale quali quanto quanti quanta quante",
    negation="non, mai, niente, nulla, nessuno, nessuna, nessun, senza, né, neanche, non più",
    planned="""devo, deve, dobbiamo, devono, voglio, vuole, vogliamo, vorrei, previsto, prevista, pianificato,
    bisogna, intendo, in programma, da fare, prossimo passo, non dimenticare""",
    conditional="""se, a meno che, nel caso, qualora, altrimenti, forse, magari, potrebbe, potrebbero, potrei,
    dovrebbe, sarebbe, avrebbe, purché, idea""",
    limited="""solo, soltanto, solamente, tranne, eccetto, invece, parzialmente, di solito, limitato, non tutti,
    non tutte, non sempre, non necessariamente, nessun problema, ma, però, tuttavia, anche se""",
    denial="""impossibile, fallisce, fallito, manca, mancato, rifiutato, vietato, vietata, rimosso, disattivato,
    impedisce, incapace""",
    months="""gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre set
    sett|ottobre ott|novembre nov|dicembre dic""",
    weekdays="lunedì lunedi|martedì martedi|mercoledì mercoledi|giovedì giovedi|venerdì venerdi|sabato|domenica",
    shared="mar set gen feb apr mag ago",
    days=day_words(
        offsets={
            "l'altro ieri": -2, "l'altroieri": -2, "altro ieri": -2, "ieri": -1, "oggi": 0, "stamattina": 0,
            "stasera": 0, "domani": 1, "dopodomani": 2,
        },
        last="scorso scorsa scorsi scorse passato passata ultimo ultima ultimi ultime",
        this="questo questa quest'",
        next="prossimo prossima prossimi prossime",
        units={
            "day": "giorno giorni", "week": "settimana settimane", "month": "mese mesi",
            "quarter": "trimestre trimestri",
            "year": "anno anni", "weekend": "fine settimana, weekend, week-end",
        },
        ago="fa",
        ahead="tra, fra",
        numbers="un una uno|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici",
        ordinals="primo prima|secondo|terzo|quarto",
        before="in a di da dal",
        parts="inizio, inizi di, inizio di, all'inizio di|metà, metà di, a metà|fine, fine di, a fine, alla fine di",
        seasons="primavera|estate|autunno|inverno",
        through="al a e fino",
        between="tra fra dal da",
    ),
    never_ends="sig sigg sig.ra sig.na dott dott.ssa prof ing avv geom cfr",
    before_number="n nr art vol cap fig pag p pp gen feb mar apr giu lug ott nov dic",
    before_small="ecc max min",
    dated="data giorno creato creata datadicreazione",
)  # fmt: skip
