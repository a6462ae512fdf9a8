"""What of a draft stands."""

import pytest
from asking import asked
from makers import passage

from assistant.answer.checking import check
from assistant.answer.drafts import Draft, Stated, numbered

PLACE = passage(1, "The beta starts on 14 September.", "Priya decided it on Monday.")
BETA, DECIDED = numbered([(PLACE, s) for s in PLACE.chunk.sentences])
QUESTION = asked("When does the beta start?")


def draft(*claims: Stated) -> Draft:
    cited = tuple(dict.fromkeys(s for claim in claims for s in claim.cited))
    return Draft(" ".join(claim.text for claim in claims), cited, claims=claims)


def test_claims_that_their_own_lines_say_stand():
    written = draft(Stated("It starts on 14 September.", (BETA,)), Stated("Priya decided it.", (DECIDED,)))
    checked = check(written, (BETA, DECIDED), QUESTION)
    assert (checked.answer, checked.cited, checked.verified) == (written.answer, (BETA, DECIDED), True)


@pytest.mark.parametrize(
    "wrong",
    [
        Stated("Priya decided it.", (BETA,)),
        Stated("Jonas decided it.", (DECIDED,)),
        Stated("Priya decided it on Tuesday.", (DECIDED,)),
        Stated("Priya decided it.", ()),
    ],
    ids=["said by another line", "another name", "another day", "no line"],
)
def test_a_claim_that_its_lines_do_not_say_is_left_out(wrong):
    checked = check(draft(Stated("It starts on 14 September.", (BETA,)), wrong), (BETA, DECIDED), QUESTION)
    assert (checked.answer, checked.cited, checked.verified) == ("It starts on 14 September.", (BETA,), False)
    assert checked.reason.startswith("left out what the cited lines do not say: ")


def test_a_claim_whose_line_is_gone_is_left_out_and_that_is_said():
    written = draft(Stated("It starts on 14 September.", (BETA,)), Stated("Priya decided it.", (DECIDED,)))
    checked = check(written, (BETA,), QUESTION)
    assert (checked.answer, checked.cited, checked.verified) == ("It starts on 14 September.", (BETA,), False)


def test_where_no_claim_stands_the_best_line_is_quoted():
    checked = check(draft(Stated("On 15 September.", (BETA, DECIDED))), (BETA, DECIDED), QUESTION)
    assert (checked.answer, checked.cited) == (BETA.sentence.text, (BETA,))
    assert checked.reason == "the cited lines do not say 15 September; a line is quoted instead"


def test_an_answer_without_claims_is_one():
    checked = check(Draft("14 September", (BETA,)), (BETA,), QUESTION)
    assert (checked.answer, checked.reason) == ("14 September", "")


def test_what_was_computed_from_dates_is_not_looked_for_in_the_lines():
    assert check(Draft("No", (BETA, DECIDED), held=1.0), (BETA, DECIDED), QUESTION).answer == "No"
