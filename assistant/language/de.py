"""German."""

from assistant.language.table import day_words, language

TABLE = language(
    "de",
    yes="ja, jawohl, natürlich, klar,",
    no="nein, nee,",
    stop="""aber als am an auch auf aus bei bin bis da das dass dem den denn der des dich die dies diese dieser
    dieses doch du durch ein eine einem einen einer eines er es euch für gab gibt hab habe haben hat hatte hatten
    ich ihm ihn ihr ihre im in ist ja nein kann können man mein meine mich mir mit muss nach nicht noch nur ob oder
    ohne sein seine sich sie sind so soll über um und uns unser unsere unter vom von vor war waren wenn werden will
    wir wird wurde wurden zu zum zur""",
    questions="""wer wen wem wessen was wann wo wohin woher womit warum weshalb wieso wie wieviel welche welcher
    welches""",
    negation="""nicht, nie, niemals, niemand, nichts, nirgends, kein, keine, keinen, keinem, keiner, keines, ohne,
    nicht mehr, weder, noch nicht, kaum""",
    planned="""wird, werden, werde, will, wollen, soll, sollen, sollte, muss, müssen, möchte, möchten, geplant, plane,
    planen, vorhaben, habe vor, haben vor, beabsichtigt, demnächst, steht an, nicht vergessen, zu erledigen, nächste
    schritte, nächster schritt""",
    conditional="""wenn, falls, sofern, ob, könnte, könnten, würde, würden, dürfte, vielleicht, eventuell,
    möglicherweise, womöglich, sonst, wäre, überlege, überlegen, idee, angenommen""",
    limited="""nur, lediglich, bloß, außer, statt, anstatt, stattdessen, teilweise, meist, meistens, begrenzt,
    nicht alle, nicht jeder, nicht jede, nicht immer, nicht unbedingt, kein problem, aber, jedoch, allerdings,
    obwohl""",
    denial="""unmöglich, scheitert, scheiterte, gescheitert, fehlt, fehlte, verpasst, verfehlt, abgelehnt,
    verboten, untersagt, entfernt, eingestellt, deaktiviert, verhindert, nirgendwo""",
    months="""januar jänner jan|februar feber feb|märz maerz mär mrz|april apr|mai|juni jun|juli jul|august aug|
    september sept sep|oktober okt|november nov|dezember dez""",
    weekdays="montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
    shared="mai",
    days=day_words(
        offsets={"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2},
        periods={"heuer": "0 year"},
        last="""letzte letzten letzter letztes letztem vergangene vergangenen vergangener vergangenes vergangenem
        vorige vorigen voriger voriges vorigem""",
        this="diese diesen dieser dieses diesem kommende kommenden kommender kommendes",
        next="nächste nächsten nächster nächstes nächstem",
        units={
            "day": "tag tage tagen", "week": "woche wochen kalenderwoche kalenderwochen",
            "month": "monat monate monaten monats",
            "quarter": "quartal quartale quartals", "year": "jahr jahre jahren jahres",
            "weekend": "wochenende wochenenden",
        },
        ago="vor",
        ahead="in",
        numbers="ein eine einen einem einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf",
        ordinals="""erste ersten erstes erstem|zweite zweiten zweites zweitem|dritte dritten drittes drittem|vierte
        vierten viertes viertem|fünften|sechsten|siebten siebenten|achten|neunten|zehnten|elften|zwölften|dreizehnten|
        vierzehnten|fünfzehnten|sechzehnten|siebzehnten|achtzehnten|neunzehnten|zwanzigsten|einundzwanzigsten|
        zweiundzwanzigsten|dreiundzwanzigsten|vierundzwanzigsten|fünfundzwanzigsten|sechsundzwanzigsten|
        siebenundzwanzigsten|achtundzwanzigsten|neunundzwanzigsten|dreißigsten|einunddreißigsten""",
        before="im in seit bis ab anfang mitte ende vom diesen letzten nächsten",
        parts="anfang|mitte|ende",
        seasons="frühling frühjahr|sommer|herbst|winter",
        through="bis und",
        between="zwischen vom von",
        two_ago="vorletzte vorletzten vorletzter vorletztes",
    ),
    never_ends="""hr hrn prof dr st vgl resp bzw evtl ggf inkl exkl zzgl sog bspw ca lfd hl geb""",
    before_number="nr art vol kap abs abb tab s bl zi jan feb apr jun jul aug sept okt nov dez",
    before_small="usw etc mind max min std mio mrd tsd gmbh",
    dated="datum tag erstellt erstelltam erstellungsdatum angelegt",
)  # fmt: skip
