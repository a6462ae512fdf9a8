"""Every error a user can meet, with what to type next and the exit code it ends with.

AssistantError              1   something failed
├── UsageError              2   the command was used wrongly
│   └── SettingsError       2   a setting is unknown or has a bad value
├── NotReadyError           4   an index or a model is missing or unfit
│   ├── IndexMissingError   4   the folder has not been indexed
│   ├── IndexBrokenError    4   the index cannot be read, or comes from a newer version
│   ├── ModelMissingError   4   a model is not installed
│   └── ModelBrokenError    4   a model file does not match its hash, or cannot be loaded
├── DownloadError           1   a model could not be fetched; nothing was put in place
├── ContextOverflowError    1   a prompt is longer than the model's context
├── EngineError             1   the process that runs a model crashed, was killed or hung
├── BusyError               1   another process is writing this index
└── FolderGoneError         1   the notes folder vanished, or looks as if its disk were not there

A command whose answer is "not in your notes" ends with 3.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells the shell."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_IN_NOTES = 3
    NOT_READY = 4
    INTERRUPTED = 130


class AssistantError(Exception):
    """A failure a user can act on: ``message`` says what, ``hint`` says what to type next."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AssistantError):
    """The command line does not make sense."""

    exit_code = ExitCode.USAGE


class SettingsError(UsageError):
    """A setting is unknown, or its value has the wrong type or range."""


class NotReadyError(AssistantError):
    """An index or a model has to be made first."""

    exit_code = ExitCode.NOT_READY


class IndexMissingError(NotReadyError):
    """The notes folder has no index yet."""


class IndexBrokenError(NotReadyError):
    """The index cannot be read, or was written by a newer version."""


class ModelMissingError(NotReadyError):
    """A model that is needed is not installed."""


class ModelBrokenError(NotReadyError):
    """An installed model does not match its hash, or the engine refuses it."""


class DownloadError(AssistantError):
    """No source of a model could deliver it whole."""


class ContextOverflowError(AssistantError):
    """A prompt does not fit the model's context; it is never cut silently."""


class EngineError(AssistantError):
    """The process that runs a model ended in the middle of its work; the next call starts another."""


class BusyError(AssistantError):
    """Another process holds the write lock of this index."""


class FolderGoneError(AssistantError):
    """The notes folder vanished or looks unmounted; what is indexed of it is kept."""
