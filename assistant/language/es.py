"""Spanish."""

from assistant.language.table import day_words, language

TABLE = language(
    "es",
    yes="sí, claro, por supuesto,",
    no="no,",
    stop="""a al con de del el ella en es esta este ha hay la las le lo los más me mi muy no nos o para pero por que
    se si sí sin sobre son su sus te tu un una unas unos y ya yo""",
    questions="cómo como cuál cuáles cuándo cuánto cuántos cuánta cuántas dónde donde qué quién quien quiénes porqué",
    negation="no, nunca, jamás, nada, nadie, ningún, ninguno, ninguna, sin, ni, tampoco, ya no",
    planned="""voy a, va a, vamos a, van a, hay que, tengo que, tenemos que, tiene que, debo, debe, debemos, quiero,
    quiere, queremos, planeo, planeamos, previsto, prevista, pendiente, por hacer, próximo paso, no olvidar""",
    conditional="""si, a menos que, en caso de, siempre que, quizá, quizás, tal vez, podría, podrían, podríamos,
    debería, sería, habría, posiblemente, a lo mejor, idea""",
    limited="""solo, sólo, solamente, únicamente, excepto, salvo, en lugar, en vez, parcialmente, normalmente,
    limitado, no todos, no todas, no siempre, no necesariamente, sin problema, pero, sin embargo, aunque""",
    denial="""imposible, falla, falló, falta, faltó, perdió, perdí, rechazado, rechazó, prohibido, prohibida,
    eliminado, descontinuado, desactivado, impide, incapaz""",
    months="""enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre setiembre
    sept sep set|octubre oct|noviembre nov|diciembre dic""",
    weekdays="lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    shared="mar set ene sep jun jul ago oct nov dic may feb",
    days=day_words(
        offsets={
            "anteayer": -2, "antes de ayer": -2, "ayer": -1, "anoche": -1, "hoy": 0, "mañana": 1, "pasado mañana": 2,
        },
        last="pasado pasada pasados pasadas último última últimos últimas",
        this="este esta estos estas",
        next="próximo, próxima, próximos, próximas, que viene",
        units={
            "day": "día días", "week": "semana semanas", "month": "mes meses", "quarter": "trimestre trimestres",
            "year": "año años", "weekend": "fin de semana, fines de semana",
        },
        ago="hace",
        ahead="dentro de, en",
        numbers="un una uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce",
        ordinals="primer primero|segundo|tercer tercero|cuarto",
        before="en de desde hasta este",
        parts="""principios de, a principios de, comienzos de, a comienzos de, inicios de|mediados de, a mediados
        de|finales de, a finales de, fines de, a fines de, fin de""",
        seasons="primavera|verano|otoño|invierno",
        through="al a y hasta",
        between="entre del de desde",
    ),
    never_ends="sr sra srta dr dra d dña ud uds av cf",
    before_number="núm no art vol cap fig pág p pp ene feb mar abr jun jul sept oct nov dic",
    before_small="etc aprox máx mín",
    dated="fecha día creado creada fechadecreación",
)  # fmt: skip
