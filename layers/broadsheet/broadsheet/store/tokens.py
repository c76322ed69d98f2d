"""The editors' tokens in ContentTable. Knows hashes, never a secret."""

from typing import TYPE_CHECKING

from ..codec import from_json, to_json
from ..token import Token
from .keys import token_key
from .reads import from_wire, to_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Tokens:
    """Finds and keeps tokens."""

    def __init__(self, client: "DynamoDBClient", content_table: str) -> None:
        self._client = client
        self._table = content_table

    def token(self, token_id: str) -> Token | None:
        """Return the token of that id, or None.

        Costs one GetItem, strongly consistent, so that a revocation counts at once.
        """
        found = self._client.get_item(
            TableName=self._table, Key=to_wire(dict(token_key(token_id))), ConsistentRead=True
        )
        return from_json(from_wire(found["Item"])["token"], Token) if "Item" in found else None

    def keep(self, token: Token) -> None:
        """Keep a token, new or changed."""
        self._client.put_item(TableName=self._table, Item=to_wire({**token_key(token.id), "token": to_json(token)}))
