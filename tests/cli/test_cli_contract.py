import csv
import json
import os
import signal
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from assistant import __version__
from assistant.cli.main import app as program
from assistant.cli.root import Root, globals_first
from assistant.errors import AssistantError, BusyError, ExitCode, NotReadyError, UsageError

HEAVY_LIBRARIES = (
    *("numpy", "apsw", "tantivy", "onnxruntime", "onnx", "llama_cpp", "tokenizers", "py3langid"),
    *("pydantic", "httpx", "huggingface_hub", "markdown_it", "jinja2", "yaml", "tomlkit", "platformdirs"),
)
OUR_OWN = ("assistant.app", "assistant.settings", "assistant.domain")


def modules_after(environment, *args):
    """Modules a fresh interpreter holds after a run."""
    program = (
        "import sys\n"
        "from assistant.cli.main import main\n"
        f"sys.argv = ['assistant', *{list(args)!r}]\n"
        "try:\n    main()\n"
        "except SystemExit:\n    print('\\n'.join(['MODULES', *sys.modules]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stdout.split("MODULES\n")[1].split())


def test_help_imports_nothing_heavy(environment):
    loaded = modules_after(environment, "--help")
    of_typer = {"markdown_it"}  # which rich draws help with
    assert loaded & {*HEAVY_LIBRARIES, *OUR_OWN} <= of_typer


def test_a_plain_setting_is_read_without_rich_or_anything_heavy(environment):
    of_typer = {"pydantic"}  # which typer reads parameters with
    assert modules_after(environment, "config", "get", "search.limit") & {*HEAVY_LIBRARIES, "rich"} <= of_typer


def test_version_and_help_go_to_stdout(assistant):
    for args, text in (("--version",), __version__), (("--help",), "Usage"), ((), "Usage"), (("config", "-h"), "Usage"):
        done = assistant(*args)
        assert (done.returncode, done.stderr) == (0, "")
        assert text in done.stdout


@pytest.mark.parametrize(
    ("args", "what", "next_"),
    [
        (["nonsense"], "No such command 'nonsense'", "--help"),
        (["conifg"], "Did you mean 'config'", "--help"),
        (["config", "--nope"], "No such option: --nope", "config --help"),
        (["config", "get"], "Missing argument 'KEY'", "config get --help"),
        (["config", "get", "search.limt"], 'unknown setting "search.limt"', "search.limit"),
        (["config", "set", "search.limit", "many"], "a whole number from 1 to 1000, not 'many'", "10"),
        (["--notes"], "--notes", "--help"),
    ],
)
def test_wrong_usage_is_two_lines_on_stderr_and_exit_code_2(assistant, args, what, next_):
    done = assistant(*args)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    error, hint = done.stderr.splitlines()
    assert error.startswith("error: ")
    assert what in error
    assert hint.startswith("hint: ")
    assert next_ in hint


def test_errors_are_text_with_json_too(assistant):
    done = assistant("config", "--json", env={"ASSISTANT_SEARCH_LIMIT": "0"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: search.limit must be")


def test_a_traceback_is_for_debug_alone(assistant):
    broken = {"ASSISTANT_SEARCH_LIMIT": "0"}
    assert "Traceback" not in assistant("config", env=broken).stderr
    assert "Traceback" in assistant("config", "--debug", env=broken).stderr
    assert "Traceback" in assistant("config", env=broken | {"ASSISTANT_DEBUG": "1"}).stderr


def test_escape_sequences_in_arguments_do_not_reach_the_terminal(assistant):
    done = assistant("config", "get", "\x1b[31mx\x1b]0;title\x07")
    assert "\x1b" not in done.stderr
    assert done.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="shell syntax")
@pytest.mark.parametrize(
    "line", ["{} config | head -1", "{} --help | true", "{} config --json | true", "{} config >&-"]
)
def test_a_closed_stdout_ends_quietly(environment, tmp_path, line):
    command = "set -o pipefail; " + line.format(f"{sys.executable} -m assistant")
    done = subprocess.run(
        ["bash", "-c", command], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_output_that_the_locale_cannot_write_is_escaped(assistant):
    done = assistant("config", "get", "models.chat", env={"ASSISTANT_MODELS_CHAT": "模型", "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stdout) == (0, "\\u6a21\\u578b\n")


def test_piped_output_has_no_escape_sequences(assistant):
    assert "\x1b" not in assistant("config").stdout + assistant("--help").stdout


def test_a_terminal_gets_styles_and_no_color_takes_the_colors_away(on_terminal):
    assert "\x1b[" in on_terminal("config")[1]
    for args, env in ((["--no-color"], {}), ([], {"NO_COLOR": "1"}), ([], {"ASSISTANT_OUTPUT_COLOR": "never"})):
        assert "\x1b[3" not in on_terminal("config", *args, env=env)[1]
    assert "\x1b" not in on_terminal("config", env={"TERM": "dumb"})[1]


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize(("stop_by", "code"), [(signal.SIGINT, ExitCode.INTERRUPTED), (signal.SIGTERM, 143)])
def test_a_signal_at_a_question_ends_quietly(on_terminal, stop_by, code):
    ended, shown = on_terminal("init", stop_at="Folder of your notes", stop_by=stop_by)
    assert ended == code
    assert "Traceback" not in shown
    assert "error" not in shown


@pytest.mark.parametrize(
    ("given", "sorted_"),
    [
        (["ask", "--quiet", "x"], ["--quiet", "ask", "x"]),
        (["ask", "x", "-C", "n", "-q"], ["-C", "n", "-q", "ask", "x"]),
        (["ask", "--notes=n", "--limit", "3"], ["--notes=n", "ask", "--limit", "3"]),
        (["ask", "--", "--quiet", "-C"], ["ask", "--", "--quiet", "-C"]),
        (["ask", "--notes"], ["--notes", "ask"]),
        ([], []),
    ],
)
def test_global_options_may_stand_anywhere(given, sorted_):
    assert globals_first(given) == sorted_


def test_notes_after_the_command_is_the_folder_of_this_run(assistant, tmp_path):
    done = assistant("config", "get", "notes.folder", "--notes", "mine")
    assert done.stdout == f"{tmp_path / 'mine'}\n"


@pytest.mark.parametrize(
    ("raised", "code", "shown"),
    [
        (AssistantError("it broke", hint="mend it"), 1, "error: it broke\nhint: mend it\n"),
        (BusyError("busy"), 1, "error: busy\n"),
        (UsageError("wrong"), 2, "error: wrong\n"),
        (NotReadyError("no index", hint="assistant index"), 4, "error: no index\nhint: assistant index\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(32, "Broken pipe"), 0, ""),
        (ValueError("a\nb"), 1, "error: internal: ValueError: a b\nhint: run it again with --debug\n"),
        (typer.Exit(3), 3, ""),
    ],
)
def test_every_way_to_end_has_its_exit_code(raised, code, shown, monkeypatch):
    monkeypatch.delenv("ASSISTANT_DEBUG", raising=False)
    app = typer.Typer(cls=Root)

    @app.callback()
    def root() -> None:
        """Nothing."""

    @app.command()
    def fail() -> None:
        raise raised

    monkeypatch.setattr("assistant.cli.root._reader_left", lambda: 0)
    done = CliRunner().invoke(app, ["fail"])
    assert (done.exit_code, done.stderr, done.stdout) == (code, shown, "")


def test_a_command_may_return_its_exit_code():
    app = typer.Typer(cls=Root)

    @app.callback()
    def root() -> None:
        """Nothing."""

    @app.command()
    def nothing() -> ExitCode:
        return ExitCode.NOT_IN_NOTES

    assert CliRunner().invoke(app, ["nothing"]).exit_code == 3


def _lines(group=None, words=()):
    """The words of every command; a group that only shows its help is none."""
    group = group or typer.main.get_command(program)
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        is_group = hasattr(command, "list_commands")
        if not is_group or command.invoke_without_command:
            yield (*words, name)
        if is_group:
            yield from _lines(command, (*words, name))


COMMANDS = list(_lines())
#: A use of each command that ends by itself without an index, a model or a service; nothing is changed by it.
USES = {
    "init": ["no-such-folder"],
    "search": ["x"],
    "ask": ["x"],
    "summarize": ["--day", "2026-01-01"],
    "extract": ["--schema", "a", "no-such-file"],
    "classify": ["--labels", "a,b", "no-such-file"],
    "tag": ["x.md"],
    "run": ["no-such-template"],
    "jobs show": ["7"],
    "jobs retry": ["7"],
    "jobs cancel": ["7"],
    "templates show": ["no-such-template"],
    "models pull": ["no-such-model"],
    "models use": ["no-such-model"],
    "models rm": ["no-such-model"],
    "models show": ["no-such-model"],
    "prompts show": ["no-such-prompt"],
    "config get": ["no.such"],
    "config set": ["no.such", "1"],
    "backup": ["out.tar.gz"],
    "restore": ["no-such-backup"],
    "eval retrieval": ["--beir", "no-such-folder"],
    "eval answers": ["no-such-file"],
    "eval compare": ["no-such-file", "no-such-file"],
    "eval calibrate": ["--from", "no-such-file"],
    "help": ["no-such-topic"],
}
#: These wait, or change what is outside of the program's own home.
LEFT_OUT = {"watch", "service run", "service start", "service restart", "schedule install", "schedule remove"}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_keeps_the_contract(words, assistant, environment):
    line = " ".join(words)
    help_ = assistant(*words, "--help")
    assert (help_.returncode, help_.stderr) == (0, "")
    if line in LEFT_OUT:
        return
    done = assistant("--quiet", *words, *USES.get(line, ()), env={"NO_COLOR": "1"})
    assert done.returncode in (0, 1, 2, 3, 4), done.stderr
    assert "internal:" not in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    if done.returncode in (0, 3):
        assert done.stderr == ""
    if done.returncode in (2, 4) and line != "doctor":  # whose report is its result
        assert done.stdout == ""
        assert done.stderr.startswith("error: ")
        assert "\nhint: " in done.stderr


@pytest.mark.parametrize("words", [("models", "list"), ("prompts", "list"), ("templates", "list")], ids=" ".join)
def test_lists_come_in_every_form(words, assistant):
    whole = json.loads(assistant(*words, "--format", "json").stdout)
    rows = [json.loads(line) for line in assistant(*words, "--format", "jsonl").stdout.splitlines()]
    assert rows == next(iter(whole.values()))
    table = list(csv.reader(assistant(*words, "--format", "csv").stdout.splitlines()))
    assert len(table) == len(rows) + 1
    assert len(assistant(*words, "--format", "md").stdout.splitlines()) == len(rows) + 2
    twice = assistant(*words, "--format", "md", "--json")
    assert (twice.returncode, twice.stdout) == (2, "")


def test_paths_can_be_opened_with_xargs(environment, tmp_path):
    command = f"set -o pipefail; {sys.executable} -m assistant prompts list -0 | xargs -0 ls -d | wc -l"
    done = subprocess.run(
        ["bash", "-c", command], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert int(done.stdout) > 3
