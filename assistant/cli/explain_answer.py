"""How an answer came about, for ``ask --explain``: on stderr, since it is no result."""

from typing import TYPE_CHECKING

from assistant.guards.injection import looks_like_instruction
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from assistant.app import AskOutcome
    from assistant.cli.output import Output

#: Lines shown of each list.
SHOWN = 5


def explain_answer(output: "Output", outcome: "AskOutcome") -> None:
    """The question's kind, what the reader found, the evidence, what moved the confidence, and the milliseconds."""
    answer, trace = outcome.answer, outcome.trace
    output.remark(f"kind of question: {trace.kind.value.replace('_', ' ')}")
    if trace.found:
        output.remark("read:")
    for one in trace.found[:SHOWN]:
        where = f"{one.passage.path}:{one.sentence.span.line_start}"
        output.remark(f"  {one.margin:+6.1f} {one.looked:+6.1f}  {one_line(one.text)}  {one_line(where)}")
    if trace.evidence:
        output.remark("evidence:")
    for sentence in trace.evidence[:SHOWN]:
        flag = "  [gives instructions]" if looks_like_instruction(sentence.sentence.text) else ""
        output.remark(f"  [{sentence.n}] {one_line(sentence.sentence.text)}{flag}")
    moved = sorted(trace.contributions.items(), key=lambda item: -abs(item[1]))
    if moved:
        told = ", ".join(f"{name.replace('_', ' ')} {value:+.1f}" for name, value in moved[:SHOWN])
        output.remark(f"confidence {answer.confidence:.2f}: {told}")
    output.remark(", ".join(f"{stage} {ms:.0f} ms" for stage, ms in answer.timings_ms.items()))
