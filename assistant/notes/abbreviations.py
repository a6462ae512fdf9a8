"""Words whose full stop may not end a sentence, in the languages notes are mostly written in."""

ALWAYS = frozenset(
    """mr mrs ms dr hr hrn prof sr rev hon gen col capt lt sgt messrs mme mlle sra dra dott st vs cf ie eg viz approx
resp bzw vgl evtl ggf inkl exkl zzgl sog bspw ca lfd hl geb""".split()
)
"""A sentence never ends here."""

BEFORE_NUMBER = frozenset(
    """no nos nr art vol kap abs pp p s sec ch chap fig eq para bl zi rn ver núm tel abb tab jan feb mar apr jun jul
aug sep sept oct okt nov dec dez""".split()
)
"""A sentence does not end here when a number follows."""

BEFORE_CAPITAL = frozenset(
    """etc usw inc ltd co corp jr dept univ mind max min std mio mrd tsd gmbh am pm a.m p.m u.s u.k u.s.a d.c
ph.d m.d""".split()
)
"""A sentence ends here only when neither a small letter nor a number follows."""

MONTHS = frozenset(
    """januar jänner februar märz april mai juni juli august september oktober november dezember
januari februari maart maj marts mei augustus desember""".split()
)
"""Words that a day with a full stop is written before: ``21. November``."""
