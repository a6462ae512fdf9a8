"""How an answer came about, for ``ask --explain``: on stderr, since it is no result."""

from typing import TYPE_CHECKING

from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from assistant.app import AskOutcome
    from assistant.cli.output import Output

#: Lines shown of each list, and characters of each.
SHOWN, WIDTH = 5, 100


def explain_answer(output: "Output", outcome: "AskOutcome") -> None:
    """The form of the answer, the judged pieces, what moved the confidence, and the milliseconds."""
    answer, trace = outcome.answer, outcome.trace
    output.remark(f"form of the answer: {trace.form.value}")
    if trace.reads:
        output.remark("judged:")
    for read in trace.reads[:SHOWN]:
        piece = read.piece
        where = one_line(f"{piece.passage.path}:{piece.span.line_start}")
        output.remark(f"  {read.score:+6.1f} {read.judgement.logit:+6.1f}  {where}  {one_line(piece.said)[:WIDTH]}")
    if trace.evidence.sentences:
        output.remark("shown to the model:")
    for sentence in trace.evidence.sentences[:SHOWN]:
        output.remark(f"  [{sentence.n}] {one_line(sentence.sentence.text)}")
    moved = sorted(trace.contributions.items(), key=lambda item: -abs(item[1]))
    if moved:
        told = ", ".join(f"{name.replace('_', ' ')} {value:+.1f}" for name, value in moved[:SHOWN])
        output.remark(f"confidence {answer.confidence:.2f}: {told}")
    output.remark(", ".join(f"{stage} {ms:.0f} ms" for stage, ms in answer.timings_ms.items()))
