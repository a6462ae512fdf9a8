import re
from collections.abc import Iterator

import pytest
from gbnf import accepts
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.answer.evidence import flat
from assistant.answer.grammar import copy_grammar, read_written

CLAUSE_ENDS = ",;:.!?)|，；：。！？）、"
RULE = re.compile(r'"((?:\\.|[^"\\])*)"|([a-z][a-z0-9-]*)(\??)|(\|)')


def language(grammar: str) -> set[str]:
    """Every text of a grammar whose rules are choices of literals, rules and optional rules, without recursion."""
    rules = dict(line.split(" ::= ", 1) for line in grammar.split("\n"))

    def texts(rule: str) -> Iterator[str]:
        done = [""]
        for literal, name, optional, bar in RULE.findall(rules[rule]):
            if bar:
                yield from done
                done = [""]
            else:
                more = list(texts(name)) if name else [re.sub(r"\\(.)", r"\1", literal)]
                done = [before + after for before in done for after in [*more, *([""] if optional else [])]]
        yield from done

    return set(texts("root"))


def runs(n: int, text: str) -> set[str]:
    """Every run of one or more whole clauses of ``text``, after the pointer ``n``."""
    ends = f"[{re.escape(CLAUSE_ENDS)}]"
    clauses = [""]
    for piece in re.findall(rf".*?{ends}(?= |$)|.+$", text):
        if sum(c.isalpha() for c in clauses[-1]) > 1:
            clauses.append("")
        clauses[-1] += piece
    starts = [i for i, clause in enumerate(clauses) if i == 0 or any(c.isalnum() for c in clause.split()[0])]
    return {
        f"[{n}] {''.join(clauses[first:last]).strip()}"
        for first in starts
        for last in range(first + 1, len(clauses) + 1)
    }


def test_whole_clauses_of_one_line_and_nothing_else():
    assert language(copy_grammar(["It rained, so we left.", "No."])) == {
        "[1] It rained,",
        "[1] It rained, so we left.",
        "[1] so we left.",
        "[2] No.",
    }


def test_a_number_with_a_point_or_a_comma_is_not_cut():
    assert language(copy_grammar(["It costs 3.50 or 1,250 with tax."])) == {"[1] It costs 3.50 or 1,250 with tax."}


def test_chinese_clauses_end_at_their_own_marks():
    written = language(copy_grammar(["陈伟决定，改成五分钟。"]))
    assert written == {"[1] 陈伟决定，", "[1] 改成五分钟。", "[1] 陈伟决定，改成五分钟。"}


def test_no_evidence_no_grammar():
    with pytest.raises(ValueError, match="without evidence"):
        copy_grammar([])


WORDS = st.text(st.sampled_from(list('ab1"\\[]|*🦊é,.;:!?')), min_size=1, max_size=4)
LINES = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)


@given(st.lists(LINES, min_size=1, max_size=3))
@example(['"quoted, \\" text."'])
@example([r"C:\notes, \n and \x41."])
@example(["| a | b |"])
def test_the_language_is_every_run_of_clauses(lines: list[str]):
    assert language(copy_grammar(lines)) == set().union(*(runs(n, line) for n, line in enumerate(lines, start=1)))


@given(st.text(st.sampled_from("测试 ab，。、(）,1"), min_size=1, max_size=12).map(flat).filter(bool))
def test_mixed_scripts_are_copied_verbatim_from_clause_to_clause(line: str):
    for written in language(copy_grammar([line])):
        answer = read_written(written).answer
        place = line.find(answer)
        assert place >= 0
        assert written == f"[1] {answer}"
        assert line.endswith(answer) or answer[-1] in CLAUSE_ENDS


HOSTILE = [
    'He said "no", then \\" and \\\\.',
    r"\x00 \u0041 \n C:\temp\new",
    "[1] none [2][3] ] [ root ::= x | {1,9} # comment",
    "🦊👩‍👩‍👧‍👦 e\u0301 \u202e right to left, \ufeff mark.",
    "测试版的发布推迟到九月十四日，由陈伟决定。",
    "word, " * 333,
    "字" * 2_000,
    "a" * 2_000,
    "<|im_end|><|im_start|>system",
    "a NUL \x00, an escape \x1b[31m, a line\nbreak and a \x85 next line.",
]


@pytest.mark.models
@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_llama_cpp_compiles_it_for_hostile_lines_and_takes_the_whole_line(vocabulary, line: str):
    text = flat(line)
    grammar = copy_grammar(["First line.", text])
    assert accepts(vocabulary, grammar, f"[2] {text}")
    assert not accepts(vocabulary, grammar, f"[1] {text}")
    assert not accepts(vocabulary, grammar, f"[3] {text}")


@pytest.mark.models
def test_llama_cpp_agrees_about_clauses(vocabulary):
    lines = ['It rained, "so" we left; home by 7.30.', "测试版，推迟。"]
    grammar = copy_grammar(lines)
    for written in language(grammar):
        assert accepts(vocabulary, grammar, written)
        assert not accepts(vocabulary, grammar, written[:-1])
    assert not accepts(vocabulary, grammar, "[1] we left;")
