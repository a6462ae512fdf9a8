"""French."""

from assistant.language.table import day_words, language

TABLE = language(
    "fr",
    yes="oui, bien sûr,",
    no="non,",
    stop="""à au aux avec ce ces cette dans de des du elle en est et eu été il ils je la le les leur lui ma mais me
    mes mon ne non nous on ou oui par pas pour qu sa se ses son sont sur ta te tes toi ton tu un une vos votre vous""",
    questions="qui que quoi quand où comment pourquoi quel quelle quelles quels combien",
    negation="ne, n', pas, jamais, rien, personne, aucun, aucune, sans, ni, nulle part, non, plus jamais, ne plus",
    planned="""va, vais, allons, vont, allez, doit, dois, devons, doivent, faut, il faut, prévu, prévue, prévoit,
    prévoyons, veux, veut, voulons, compte, comptons, à faire, envisage, prochaine étape, ne pas oublier""",
    conditional="""si, à moins que, au cas où, sinon, peut-être, pourrait, pourrais, pourraient, devrait, voudrait,
    serait, aurait, éventuellement, à condition que, idée""",
    limited="""seulement, uniquement, sauf, plutôt, au lieu, contrairement, partiellement, généralement, limité,
    pas tous, pas toutes, pas toujours, pas forcément, pas de problème, mais, cependant, toutefois, bien que""",
    denial="""impossible, échoue, échoué, manque, manqué, raté, refusé, refuse, interdit, interdite, supprimé,
    abandonné, désactivé, empêche, incapable""",
    months="""janvier janv jan|février fevrier févr fév|mars|avril avr|mai|juin|juillet juil|août aout|septembre sept|
    octobre oct|novembre nov|décembre decembre déc""",
    weekdays="lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    shared="mars mai août aout",
    days=day_words(
        offsets={
            "avant-hier": -2, "avant hier": -2, "hier": -1, "aujourd'hui": 0, "demain": 1, "après-demain": 2,
            "après demain": 2,
        },
        last="dernier dernière derniers dernières passé passée",
        this="ce cet cette ces",
        next="prochain prochaine prochains prochaines",
        units={
            "day": "jour jours", "week": "semaine semaines", "month": "mois", "quarter": "trimestre trimestres",
            "year": "an ans année années", "weekend": "week-end weekend",
        },
        ago="il y a,",
        ahead="dans, d'ici",
        numbers="un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze",
        ordinals="premier première|deuxième second|troisième|quatrième",
        before="en de dès depuis jusqu'en ce fin début mi",
        parts="""début, début de, au début de, le début de, au début du mois de|mi, milieu, mi-, milieu de, au
        milieu de, la mi-|fin, fin de, à la fin de, la fin de, à la fin du mois de""",
        seasons="printemps|été|automne|hiver",
        through="au à et jusqu'au",
        between="entre du de",
        two_ago="avant-dernier avant-dernière",
    ),
    never_ends="m mme mlle dr pr st ste cf",
    before_number="no n° art vol chap fig p pp janv févr avr juil sept oct nov déc",
    before_small="etc env av apr min max",
    dated="date jour créé créée crééle créationdate datedecréation",
)  # fmt: skip
