"""The chat model in a process of its own: whatever happens there ends one answer, and the next one works."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import CancelledError
from pathlib import Path

import odd_chat_child
import pytest

from assistant.engines.chat_child import NICENESS, ChatModel
from assistant.engines.chat_process import ChatProcess
from assistant.engines.load import Hardware, load_chat_process
from assistant.engines.manifest import load_manifests
from assistant.engines.ports import Message
from assistant.errors import ContextOverflowError, EngineError, ModelBrokenError
from assistant.settings.paths import shipped

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")
ODD = (sys.executable, odd_chat_child.__file__)


def odd_chat(path: str = "", **options) -> ChatProcess:
    return ChatProcess(ChatModel("odd", path, 4096), command=ODD, **options)


@pytest.fixture
def chat():
    chat = odd_chat()
    yield chat
    chat.close()


def text_of(chat: ChatProcess, prompt: str) -> str:
    return "".join(piece.text for piece in chat.generate(prompt))


def child_of(chat: ChatProcess) -> int:
    assert chat._child is not None
    return chat._child._process.pid


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_for(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_nothing_is_started_before_it_is_needed(chat):
    assert chat.name == "odd"
    assert chat._child is None
    chat.cancel()
    assert chat.context_tokens == 77
    assert is_running(child_of(chat))


def test_it_is_a_chat_like_any_other(chat):
    assert chat.render([Message("system", "a"), Message("user", "b\n\u2028\ud800")]) == "system:a|user:b\n\u2028\ud800"
    assert chat.count_tokens("one two three") == 3
    pieces = list(chat.generate("count 3"))
    assert [(piece.text, piece.logprob) for piece in pieces] == [("0 ", 0.0), ("1 ", -1.0), ("2 ", -2.0)]


def test_errors_cross_as_themselves(chat):
    with pytest.raises(ContextOverflowError, match="too long") as overflow:
        chat.generate("overflow")
    assert overflow.value.hint == "ask with less"
    with pytest.raises(ValueError, match="does not compile"):
        chat.generate("count 1", grammar="bad")
    with pytest.raises(EngineError, match="ZeroDivisionError: bug"):
        text_of(chat, "fail")
    first = child_of(chat)
    assert text_of(chat, "count 1") == "0 "
    assert child_of(chat) == first


def test_a_model_that_can_not_be_loaded_says_so():
    chat = odd_chat("broken")
    with pytest.raises(ModelBrokenError, match="it is broken"):
        chat.generate("count 1")
    chat = odd_chat("crash")
    with pytest.raises(EngineError, match="SIGSEGV"):
        chat.render([])


def test_what_native_code_prints_is_no_answer(chat, capfd):
    assert text_of(chat, "print 2") == "0 1 "
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("prompt", "reason"), [("crash", r"odd crashed \(SIGSEGV\)"), ("exit", r"odd crashed \(exit code 7\)")]
)
def test_a_crash_ends_one_answer_and_the_next_one_works(chat, prompt, reason):
    with pytest.raises(EngineError, match=reason) as error:
        text_of(chat, prompt)
    assert "assistant models verify odd" in error.value.hint
    assert text_of(chat, "count 2") == "0 1 "


def test_a_child_that_is_killed_between_two_answers_is_replaced(chat):
    assert text_of(chat, "count 1") == "0 "
    first = child_of(chat)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: chat._child.has_ended)
    assert text_of(chat, "count 1") == "0 "
    assert child_of(chat) != first


def test_a_child_that_is_killed_in_the_middle_is_no_crash(chat):
    pieces = chat.generate("slow 100000")
    next(pieces)
    os.kill(child_of(chat), signal.SIGKILL)
    with pytest.raises(EngineError, match="was killed") as error:
        list(pieces)
    assert "smaller" in error.value.hint


@pytest.mark.parametrize("prompt", ["hang", "count 3"])
def test_a_child_that_hangs_is_ended(prompt):
    chat = odd_chat(silence=0.3)
    text_of(chat, "count 1")
    first = child_of(chat)
    if prompt == "count 3":
        os.kill(first, signal.SIGSTOP)
    with pytest.raises(EngineError, match="did not answer for"):
        text_of(chat, prompt)
    wait_for(lambda: not is_running(first))
    assert text_of(chat, "count 1") == "0 "
    chat.close()


def test_a_long_request_to_a_child_that_reads_nothing_is_given_up():
    chat = odd_chat(silence=0.3)
    text_of(chat, "count 1")
    os.kill(child_of(chat), signal.SIGSTOP)
    with pytest.raises(EngineError, match="takes no requests"):
        chat.generate("count " + "1" * 1_000_000)
    chat.close()


@pytest.mark.parametrize("how", ["close", "let go"])
def test_letting_go_of_an_answer_stops_its_work(chat, how):
    pieces = chat.generate("slow 100000")
    next(pieces)
    if how == "close":
        pieces.close()
        assert list(pieces) == []
    else:
        del pieces
    assert text_of(chat, "count 2") == "0 1 "
    assert chat.count_tokens("finished") == 1


def test_an_answer_that_nobody_reads_holds_nothing_up(chat):
    unread = chat.generate("count 3000")
    assert text_of(chat, "count 2") == "0 1 "
    assert len(list(unread)) == 3000


def test_cancelling_from_another_thread(chat):
    pieces = chat.generate("slow 100000")
    next(pieces)
    threading.Timer(0.05, chat.cancel).start()
    with pytest.raises(CancelledError):
        list(pieces)
    assert text_of(chat, "count 2") == "0 1 "


def test_several_threads_take_turns_and_counting_does_not_wait(chat):
    long = chat.generate("slow 100000")
    next(long)
    said = []
    waiting = [threading.Thread(target=lambda: said.append(text_of(chat, "count 3"))) for _ in range(4)]
    for thread in waiting:
        thread.start()
    assert chat.count_tokens("one two") == 2
    assert said == []
    long.close()
    for thread in waiting:
        thread.join(60)
    assert said == ["0 1 2 "] * 4


def test_a_crash_fails_everything_that_was_asked(chat):
    long = chat.generate("slow 100000")
    next(long)
    failed = threading.Event()

    def ask():
        with pytest.raises(EngineError):
            text_of(chat, "count 3")
        failed.set()

    thread = threading.Thread(target=ask)
    thread.start()
    wait_for(lambda: len(chat._child._open) == 2)
    os.kill(child_of(chat), signal.SIGSEGV)
    with pytest.raises(EngineError):
        list(long)
    assert failed.wait(60)
    thread.join(60)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is told by Linux")
def test_a_child_that_has_grown_too_big_is_replaced_after_its_answer():
    chat = odd_chat(memory_limit=100_000_000)
    assert text_of(chat, "count 1") == "0 "
    first = child_of(chat)
    assert text_of(chat, "count 1") == "0 "
    assert child_of(chat) == first
    assert text_of(chat, "eat 2") == "0 1 "
    wait_for(lambda: not is_running(first))
    assert text_of(chat, "count 2") == "0 1 "
    assert child_of(chat) != first
    chat.close()


def test_a_child_is_polite_and_in_a_session_of_its_own(chat):
    text_of(chat, "count 1")
    child = child_of(chat)
    assert os.getpriority(os.PRIO_PROCESS, child) >= min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
    assert os.getsid(child) != os.getsid(0)


def test_closing_ends_the_child_and_a_later_call_starts_another(chat):
    text_of(chat, "count 1")
    child = child_of(chat)
    chat.close()
    wait_for(lambda: not is_running(child))
    assert text_of(chat, "count 1") == "0 "


PARENT = """
import sys
from assistant.engines.chat_child import ChatModel
from assistant.engines.chat_process import ChatProcess
chat = ChatProcess(ChatModel("odd", "", 4096), command=sys.argv[1:])
pieces = chat.generate("slow 100000" if "{state}" == "writing" else "hang")
if "{state}" == "writing":
    next(pieces)
print(chat._child._process.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("state", ["writing", "hanging"])
def test_a_child_does_not_outlive_its_parent(state):
    command = [sys.executable, "-c", PARENT.replace("{state}", state), *ODD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    wait_for(lambda: not is_running(child))


def test_a_child_ends_with_its_requests_whatever_it_is_doing(chat):
    pieces = chat.generate("hang")
    child = chat._child._process
    child.stdin.close()
    with pytest.raises(EngineError, match="exit code 0"):
        list(pieces)


def test_it_outlives_the_thread_that_needed_it_first(chat):
    starter = threading.Thread(target=text_of, args=(chat, "count 1"))
    starter.start()
    starter.join(60)
    first = child_of(chat)
    time.sleep(0.05)
    assert text_of(chat, "count 1") == "0 "
    assert child_of(chat) == first


@pytest.fixture(scope="module")
def real_chat(embedded_models):
    manifest = load_manifests([shipped("models")])["smollm2-135m"]
    chat = load_chat_process(embedded_models.require("smollm2-135m"), manifest, Hardware(), 1024)
    yield chat
    chat.close()


@pytest.mark.models
def test_the_real_model_says_the_same_as_in_this_process(real_chat, shared_chat):
    prompt = shared_chat.render([Message("user", "What is the capital of France?")])
    assert real_chat.render([Message("user", "What is the capital of France?")]) == prompt
    assert real_chat.count_tokens(prompt) == shared_chat.count_tokens(prompt)
    assert real_chat.context_tokens == 1024
    grammar = 'root ::= "The capital is " [A-Z] [a-z]+ "."'
    here, there = (
        [piece.text for piece in chat.generate(prompt, grammar=grammar)] for chat in (shared_chat, real_chat)
    )
    assert here == there
    with pytest.raises(ContextOverflowError, match="1024"):
        real_chat.generate(prompt, max_tokens=2000)
    with pytest.raises(ValueError, match="grammar"):
        real_chat.generate(prompt, grammar="root ::= (")


@pytest.mark.models
def test_the_real_model_survives_a_crash_and_a_cancel_in_the_middle(real_chat):
    pieces = real_chat.generate("Once upon a time", max_tokens=500)
    next(pieces)
    first = child_of(real_chat)
    pieces.close()
    whole = [piece.text for piece in real_chat.generate("Once upon a time", max_tokens=5)]
    assert child_of(real_chat) == first
    pieces = real_chat.generate("Once upon a time", max_tokens=500)
    next(pieces)
    os.kill(first, signal.SIGSEGV)
    with pytest.raises(EngineError, match="SIGSEGV"):
        list(pieces)
    assert [piece.text for piece in real_chat.generate("Once upon a time", max_tokens=5)] == whole
