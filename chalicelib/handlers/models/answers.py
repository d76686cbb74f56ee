"""Files as answers on the wire."""

from chalicelib.handlers.models.common import Output


class FileId(Output):
    """What to give as the answer to a question for a file."""

    id: str


class FileLink(Output):
    """Saves the file, for a quarter of an hour."""

    url: str
