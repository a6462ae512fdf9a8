"""What stands for a field that the text does not say."""

from assistant.errors import AssistantError, ExitCode
from assistant.structured.fields import Field


class NotSaidError(AssistantError):
    """The text does not say what the schema insists on."""

    exit_code = ExitCode.NOT_IN_NOTES


class Missing:
    """Stands for a property that is left out."""


MISSING = Missing()


def unsaid(field: Field) -> object:
    """Null, or ``MISSING``. Raises ``NotSaidError`` where the schema allows neither."""
    if not field.required:
        return MISSING
    if field.nullable:
        return None
    raise NotSaidError(
        f"the text does not say {field.path or 'what the schema asks for'}",
        hint="let the field be null or left out ('name?'), or give another text",
    )
