"""Portuguese."""

from assistant.language.table import day_words, language

TABLE = language(
    "pt",
    yes="sim, claro,",
    no="não,",
    stop="""a à ao aos as às até com da das de do dos e é ela elas ele eles em entre era essa esse esta este eu foi
    há isso já lhe mais mas me meu minha muito na nas não nem no nos nós o os ou para pela pelo por que se seu seus
    sua suas são só também te tem um uma você vocês""",
    questions="quem que quê quando onde como porque porquê qual quais quanto quantos quanta quantas",
    negation="não, nunca, jamais, nada, ninguém, nenhum, nenhuma, sem, nem, tampouco, já não",
    planned="""vou, vai, vamos, vão, devo, deve, devemos, preciso, precisamos, quero, queremos, pretendo, planejado,
    planeado, previsto, prevista, a fazer, por fazer, pendente, próximo passo, não esquecer""",
    conditional="""se, a menos que, caso, senão, talvez, poderia, poderíamos, deveria, seria, teria, possivelmente,
    ideia""",
    limited="""só, somente, apenas, exceto, em vez, ao invés, parcialmente, geralmente, limitado, nem todos, nem
    todas, nem sempre, não necessariamente, sem problema, mas, porém, contudo, embora""",
    denial="""impossível, falha, falhou, falta, faltou, perdeu, recusado, recusou, proibido, proibida, removido,
    desativado, impede, incapaz""",
    months="""janeiro jan|fevereiro fev|março marco mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro
    set| outubro out|novembro nov|dezembro dez""",
    weekdays="""segunda-feira segunda segunda_feira|terça-feira terça terça_feira|quarta-feira quarta quarta_feira|
    quinta-feira quinta quinta_feira|sexta-feira sexta sexta_feira|sábado|domingo""",
    shared="mar set out mai segunda terça quarta quinta sexta marco ago",
    days=day_words(
        offsets={"anteontem": -2, "ontem": -1, "hoje": 0, "amanhã": 1, "depois de amanhã": 2},
        last="passado passada passados passadas último última últimos últimas",
        this="este esta neste nesta deste desta esse essa",
        next="próximo, próxima, próximos, próximas, que vem",
        units={
            "day": "dia dias", "week": "semana semanas", "month": "mês meses", "quarter": "trimestre trimestres",
            "year": "ano anos", "weekend": "fim de semana, fins de semana, fim-de-semana",
        },
        ago="há, atrás",
        ahead="daqui a, em",
        numbers="um uma|dois duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze",
        ordinals="primeiro|segundo|terceiro|quarto",
        before="em de desde até",
        parts="""início de, começo de, o início de, princípio de|meados de|fim de, final de, fins de, o fim de,
        finais de""",
        seasons="primavera|verão|outono|inverno",
        through="a ao até e",
        between="entre de desde",
    ),
    never_ends="sr sra srta dr dra prof profa d av cf",
    before_number="nº no art vol cap fig pág p pp jan fev mar abr jun jul nov dez",
    before_small="etc aprox máx mín ltda",
    dated="data dia criado criada criadoem datadecriação",
)  # fmt: skip
