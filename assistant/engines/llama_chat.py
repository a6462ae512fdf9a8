"""Chat with a GGUF model through llama.cpp: greedy, streamed, interruptible, under an optional grammar."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from assistant.engines.chat_template import CHATML, TEXT_CUT, ChatTemplate
from assistant.engines.llama import DEFAULT_PARAMS, LlamaModel, LlamaParams, model_broken
from assistant.engines.llama_context import LlamaContext, Logits, context_settings
from assistant.engines.llama_native import lib
from assistant.engines.llama_sampling import Choice, FreeSampler, GrammarSampler, Sampler, logprob
from assistant.engines.ports import Message, Piece
from assistant.engines.token_stream import TokenStream
from assistant.errors import ContextOverflowError


class LlamaChat:
    """One model with one KV cache, which keeps what two prompts in a row have in common.

    One caller at a time: a new generation ends the one before it. Only `cancel` may be called from another thread.
    ``chat_template`` (Jinja) takes the place of the template in the file; a file without one gets ChatML.
    Raises ``ModelMissingError`` or ``ModelBrokenError`` when the model can't be loaded.
    """

    def __init__(
        self, path: Path, *, name: str, params: LlamaParams = DEFAULT_PARAMS, chat_template: str | None = None
    ) -> None:
        self._name = name
        self._model = LlamaModel(path, name, params.gpu_layers)
        self._own_template = chat_template
        settings = context_settings(params, min(params.n_ctx, self._model.trained_context))
        settings.flash_attn_type = lib.LLAMA_FLASH_ATTN_TYPE_DISABLED
        self._context = LlamaContext(self._model, settings)
        self._tokens: list[int] = []
        self._current: object = None

    @property
    def name(self) -> str:
        """The model's name as manifests give it."""
        return self._name

    @property
    def context_tokens(self) -> int:
        """Prompt and completion together can't be longer than this."""
        return self._context.n_ctx

    def render(self, messages: Sequence[Message]) -> str:
        """The prompt by the model's own template.

        Control tokens that a message spells out stay text. Raises ``ModelBrokenError`` when the template fails.
        """
        try:
            return self._template.render(messages)
        except Exception as error:  # a template is somebody else's code
            raise model_broken(self._name, f"its chat template fails: {error}") from error

    def count_tokens(self, text: str) -> int:
        """Tokens of a rendered text, without a token that the model adds before every prompt."""
        return len(self._tokenize(text))

    def generate(
        self, prompt: str, *, grammar: str | None = None, max_tokens: int = 256, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """Stream the completion of ``prompt``; see the port.

        An interrupt (Ctrl-C) or `cancel` takes effect within a token, also while the prompt is being read;
        afterwards the model can be used again. The prompt is read when the first piece is asked for.
        """
        tokens = self._prompt_tokens(prompt)
        self._check_room(len(tokens), max_tokens)
        sampler: Sampler = FreeSampler(self._model) if grammar is None else GrammarSampler(self._model, grammar)
        return self._stream(tokens, sampler, max_tokens, TokenStream(stop))

    def likelihoods(self, prompt: str, texts: Sequence[str]) -> list[float]:
        """The log probability of each text as the whole completion of ``prompt``; see the port.

        The prompt is read once. An interrupt takes effect as it does for `generate`.
        """
        tokens, endings = self._prompt_tokens(prompt), [self._model.tokenize(text) for text in texts]
        self._check_room(len(tokens), max(map(len, endings), default=0))
        self._current = object()
        self._read(tokens)
        first = self._context.logits().copy()
        return [self._likelihood(tokens, first, ending) for ending in endings]

    def cancel(self) -> None:
        """Make the running generation raise ``concurrent.futures.CancelledError``; without one, nothing happens."""
        self._context.cancel()

    def close(self) -> None:
        """Free the model; a second call does nothing."""
        self._current = None
        self._context.close()
        self._model.close()

    @cached_property
    def _template(self) -> ChatTemplate:
        model = self._model
        return ChatTemplate(
            self._own_template or model.chat_template or CHATML,
            bos=model.token_text(lib.llama_vocab_bos(model.vocab)),
            eos=model.token_text(lib.llama_vocab_eos(model.vocab)),
            control_texts=map(model.token_text, model.control_tokens),
        )

    def _tokenize(self, text: str) -> list[int]:
        parts = text.split(TEXT_CUT)
        return [token for part in parts for token in self._model.tokenize(part, parse_special=True)]

    def _prompt_tokens(self, prompt: str) -> list[int]:
        tokens = self._tokenize(prompt)
        bos = self._model.bos
        if bos is not None and tokens[:1] != [bos]:
            tokens.insert(0, bos)
        if not tokens:
            raise ValueError("the prompt is empty")
        return tokens

    def _check_room(self, prompt_tokens: int, max_tokens: int) -> None:
        if prompt_tokens + max_tokens > self.context_tokens:
            raise ContextOverflowError(
                f"the prompt takes {prompt_tokens} tokens and the answer may take {max_tokens}, "
                f"more than the {self.context_tokens} that {self._name} can hold",
                "ask with fewer notes, or give the chat model a larger context in the settings",
            )

    def _stream(self, prompt: list[int], sampler: Sampler, max_tokens: int, text: TokenStream) -> Iterator[Piece]:
        self._current = me = object()
        try:
            for choice, last in self._choices(prompt, sampler, max_tokens, me):
                out = text.add(b"" if choice.ends else self._model.piece(choice.token))
                if last:
                    out += text.finish()
                if out or not choice.ends:
                    yield Piece(out, choice.logprob)
                if text.stopped:
                    return
        finally:
            sampler.close()

    def _choices(
        self, prompt: list[int], sampler: Sampler, max_tokens: int, me: object
    ) -> Iterator[tuple[Choice, bool]]:
        """Token after token, and whether it is the last.

        What a grammar forces is computed in one go with the token before it, and not at all where the text ends there.
        """
        extend: Callable[[list[int]], None] = self._read
        unread, left = prompt, max_tokens
        while True:
            chosen = [Choice(token, 0.0, False) for token in sampler.forced(left)]
            left -= len(chosen)
            done = sampler.finished or left <= 0
            if not done:
                if self._current is not me:
                    raise RuntimeError(f"another generation has begun on {self._name}, or it was closed")
                extend([*unread, *(choice.token for choice in chosen)])
                chosen.append(sampler.choose(self._context.logits()))
                left -= 1
                done = chosen[-1].ends or sampler.finished or left == 0
            for i, choice in enumerate(chosen, start=1):
                yield choice, done and i == len(chosen)
            if done:
                return
            extend, unread = self._extend, [chosen[-1].token]

    def _likelihood(self, prompt: list[int], logits: Logits, ending: list[int]) -> float:
        """The log probability of ``ending`` and an end token after ``prompt``, whose last scores are ``logits``."""
        del self._tokens[self._context.keep(len(prompt)) :]
        unread = prompt[len(self._tokens) :]
        total = 0.0
        for token in ending:
            total += logprob(logits, token)
            self._extend([*unread, token])
            unread, logits = [], self._context.logits()
        ends = (token for token in self._model.control_tokens if self._model.is_end(token))
        return total + max((logprob(logits, end) for end in ends), default=0.0)

    def _read(self, prompt: list[int]) -> None:
        """Bring the KV cache to ``prompt``, computing only what follows the part it shares with the last one.

        The last token is always computed: its scores choose the next.
        """
        same = takewhile(lambda pair: pair[0] == pair[1], zip(self._tokens, prompt[:-1], strict=False))
        kept = self._context.keep(sum(1 for _ in same))
        del self._tokens[kept:]
        self._extend(prompt[kept:])

    def _extend(self, tokens: list[int]) -> None:
        # Written down first: whatever interrupts the computation, the cache then holds a beginning of these.
        self._tokens += tokens
        self._context.decode(tokens)
