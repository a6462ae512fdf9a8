"""A child process whose chat model does what its prompt says, odd things too. Run as a script by the tests."""

import os
import signal
import time
from collections.abc import Iterator, Sequence

from assistant.engines.chat_child import ChatModel, serve
from assistant.engines.ports import Message, Piece
from assistant.errors import ContextOverflowError, ModelBrokenError


def crash() -> None:
    """End in this thread, at once: another one may take a signal to the process, and this one go on meanwhile."""
    signal.raise_signal(signal.SIGSEGV)


class OddChat:
    """Knows the prompts ``count N``, ``slow N``, ``crash``, ``exit``, ``hang``, ``print``, ``eat`` and ``overflow``."""

    context_tokens = 77

    def __init__(self) -> None:
        self.eaten: list[bytes] = []
        self.finished: list[str] = []

    def render(self, messages: Sequence[Message]) -> str:
        return "|".join(f"{message.role}:{message.content}" for message in messages)

    def count_tokens(self, text: str) -> int:
        return len(self.finished) if text == "finished" else len(text.split())

    def generate(
        self, prompt: str, *, grammar: str | None = None, max_tokens: int = 256, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        if prompt == "overflow":
            raise ContextOverflowError("too long", "ask with less")
        if grammar == "bad":
            raise ValueError("the grammar does not compile")
        return self._stream(prompt)

    def _stream(self, prompt: str) -> Iterator[Piece]:
        word, _, number = prompt.partition(" ")
        match word:
            case "crash":
                yield Piece("half", -0.5)
                crash()
            case "exit":
                os._exit(7)
            case "hang":
                time.sleep(1000)
            case "print":
                print("not an answer", flush=True)
                os.write(1, b"nor this\n")
            case "eat":
                self.eaten.append(b"x" * 100_000_000)
            case "fail":
                raise ZeroDivisionError("bug")
        for n in range(int(number or "2")):
            yield Piece(f"{n} ", -float(n))
            time.sleep(0.01 if word == "slow" else 0)
        self.finished.append(prompt)

    def close(self) -> None:
        pass


def load(model: ChatModel) -> OddChat:
    if model.path == "broken":
        raise ModelBrokenError("it is broken", "get another")
    if model.path == "crash":
        crash()
    return OddChat()


if __name__ == "__main__":
    serve(load)  # type: ignore[arg-type]
