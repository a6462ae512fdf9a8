"""The draft of an answer, by the form that was asked for and the structure that was found."""

from collections.abc import Sequence

from assistant.answer.draft.days import days_draft
from assistant.answer.draft.model import Draft
from assistant.answer.draft.rivals import with_rivals
from assistant.answer.draft.sentences import is_numbered, saying
from assistant.answer.draft.several import block_draft, sides_draft, states_draft
from assistant.answer.draft.short import asks_about, short_draft
from assistant.answer.draft.stance import stance_draft
from assistant.answer.question.forms import SHORT, Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.engines.ports import Judge


def draft(judge: Judge, question: Question, reads: Sequence[Read]) -> Draft | None:
    """The answer that the judged pieces give; nothing without a piece."""
    if not reads:
        return None
    if told := days_draft(question, reads):
        return told
    made: Draft | None = None
    match question.form:
        case Form.STEPS | Form.ITEMS:
            made = block_draft(judge, question, reads)
        case Form.SENTENCES if is_numbered(reads[0].piece):
            made = block_draft(judge, question, reads)
        case Form.YES_NO:
            made = stance_draft(judge, question, reads[0])
        case Form.COMPARE:
            made = sides_draft(judge, question, reads)
        case Form.STATE:
            made = states_draft(judge, question, reads)
        case form if form in SHORT and not asks_about(question):
            made = short_draft(judge, question, reads[0])
    return with_rivals(judge, question, made, reads) if made else _sentences_draft(judge, question, reads[0])


def _sentences_draft(judge: Judge, question: Question, read: Read) -> Draft:
    words, quoted = saying(judge, question, read)
    return Draft(Form.SENTENCES, words, (quoted,), read)
