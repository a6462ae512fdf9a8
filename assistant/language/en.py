"""English."""

from assistant.language.table import day_words, language

TABLE = language(
    "en",
    yes="yes, yeah, yep, sure, of course, absolutely, certainly,",
    no="no, nope, not really,",
    stop="""a about after all also am an and any are as at be been before being but by can could did do does doing
    done for from get give had has have having he her hers him his i if in into is it its just may me might mine
    more most my no not of on or our ours out over please say says shall she should show so some such tell than that
    the their them then there these they this those to up us was we were while will with would you yes your yours
    am't isn't wasn't don't doesn't didn't i'm i've it's what's who's where's when's how's""",
    questions="who whom whose what which when where why how",
    negation="""not, no, never, nobody, none, neither, nor, nothing, nowhere, cannot, no longer, without, no one,
    n't, hardly, isn't, aren't, wasn't, weren't, don't, doesn't, didn't, won't, wouldn't, can't, couldn't,
    shouldn't, hasn't, haven't, hadn't, mustn't, ain't""",
    planned="""will, 'll, shall, going to, plan to, plans to, planning to, planned to, planned, intend to, intends
    to, want to, wants to, would like to, should, need to, needs to, have to, has to, must, ought to, about to, hope
    to, hopes to, aim to, due to be, supposed to, remember to, don't forget to, let's, to do, todo, next step, next
    steps, upcoming, scheduled, gonna""",
    conditional="""if, unless, in case, provided that, as long as, otherwise, might, could, may, maybe, perhaps,
    possibly, would, whether, not sure, wonder, wondering, considering, thinking about, thinking of, idea, or else,
    suppose""",
    limited="""only, solely, merely, except, rather, instead, unlike, partly, partially, mostly, usually,
    limited, not all, not every, not always, not necessarily, no problem, but, however, although, though, whereas,
    yet""",
    denial="""unable, impossible, fails, failed, lacks, lacked, lacking, missed, refuses, refused, unsupported,
    unavailable, forbidden, prohibited, disallowed, dropped, removed, stopped, discontinued, disabled, rejected,
    prevents, denied""",
    months="""january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|
    october oct|november nov|december dec""",
    weekdays="monday mon|tuesday tues tue|wednesday wed|thursday thurs thur thu|friday fri|saturday sat|sunday sun",
    shared="may march mar jan jun sep dec nov mon wed sat sun fri thu tue",
    days=day_words(
        offsets={
            "the day before yesterday": -2, "day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0,
            "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1,
            "the day after tomorrow": 2, "day after tomorrow": 2,
        },
        last="last, past, previous, the last, the past, the previous, this past",
        this="this, the current, current, this coming, the coming, coming",
        next="next, the next",
        units={
            "day": "day days", "week": "week weeks", "month": "month months", "quarter": "quarter quarters",
            "year": "year years", "weekend": "weekend weekends",
        },
        ago="ago, before today",
        ahead="in, from now, from today, hence",
        numbers="one a an|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
        ordinals="""first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|
        fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first|twenty-second|
        twenty-third|twenty-fourth|twenty-fifth|twenty-sixth|twenty-seventh|twenty-eighth|twenty-ninth|thirtieth|
        thirty-first""",
        before="in during since until till by of from this last next early late mid",
        parts="""early, beginning of, the beginning of, start of, the start of|mid, middle of, the middle of|late,
        end of, the end of""",
        seasons="spring|summer|autumn fall|winter",
        through="to until till through and",
        between="between from",
        two_ago="before last",
    ),
    never_ends="""mr mrs ms dr prof sr rev hon gen col capt lt sgt messrs st vs cf ie eg viz approx ca""",
    before_number="no nos art vol p pp s sec ch chap fig eq para jan feb mar apr jun jul aug sep sept oct nov dec",
    before_small="etc inc ltd co corp jr dept univ min max am pm a.m p.m u.s u.k u.s.a d.c ph.d m.d",
)  # fmt: skip
