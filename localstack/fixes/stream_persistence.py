"""A table's stream survives a stop and a start.

Wrong: MiniStack saves how far a stream trigger has read, but not the records. After a restart the trigger
waits at the old position of an empty stream: new changes go unseen, and those not yet read are lost.
Upstream should: save `_stream_records` and `_stream_trimmed` with the tables.
"""

from ministack.services import dynamodb

from localstack.fixes.guard import rewrite


def restore_streams(data: dict | None) -> None:
    """Put saved stream records back before the triggers start to read."""
    for store, name in (
        (dynamodb._stream_records, "stream_records"),
        (dynamodb._stream_trimmed, "stream_trimmed"),
    ):
        saved = (data or {}).get(name)
        if saved is not None:
            store._data.update(saved._data)


def apply() -> None:
    """Save the records with the tables and restore them with the tables."""
    rewrite(
        dynamodb.get_state,
        (
            '"tables": tables,',
            (
                '"tables": tables,\n        "stream_records": copy.deepcopy(_stream_records),\n'
                '        "stream_trimmed": copy.deepcopy(_stream_trimmed),'
            ),
        ),
    )
    rewrite(
        dynamodb.load_persisted_state,
        (
            "return _restore_state(data)",
            (
                "from localstack.fixes.stream_persistence import restore_streams\n"
                "    restore_streams(data)\n    return _restore_state(data)"
            ),
        ),
    )
