"""Makes a token for a stack, with the operator's own AWS credentials, and shows it once.

python -m ops.first_token --stack broadsheet --role admin --name "Ada Lovelace"
"""

import argparse
import secrets
import sys
from datetime import UTC, datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.store.tokens import Tokens
from broadsheet.token import NAME_MAX_CHARS, Presented, Role, Token
from ops.stack import physical_name


def make_token(tokens: Tokens, role: Role, name: str, now: datetime) -> Presented:
    """Keep a new token and return it; nothing else ever can."""
    presented = Presented.from_bytes(secrets.token_bytes(16), secrets.token_bytes(32))
    tokens.keep(Token(id=presented.id, secret_sha256=presented.secret_sha256, role=role, name=name, created_at=now))
    return presented


def main(arguments: list[str] | None = None) -> int:
    """Run the command. The token alone goes to standard output, so that it can be piped."""
    parser = argparse.ArgumentParser(prog="python -m ops.first_token", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--role", type=Role, choices=list(Role), default=Role.ADMIN, help="default: admin")
    parser.add_argument("--name", default="First token", help="whose it is, for people")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    if not 1 <= len(asked.name) <= NAME_MAX_CHARS:
        parser.error(f"--name is empty or longer than {NAME_MAX_CHARS} characters")
    try:
        table = physical_name(asked.stack, "ContentTable", asked.region)
        tokens = Tokens(boto3.client("dynamodb", region_name=asked.region), table)
        presented = make_token(tokens, asked.role, asked.name, datetime.now(UTC))
    except (BotoCoreError, ClientError) as error:
        print(f"No token was made: {error}", file=sys.stderr)
        print("Are the stack's name, the region and the AWS credentials right?", file=sys.stderr)
        return 1
    print(f"A token of the role {asked.role} for stack {asked.stack}. It is shown this once:", file=sys.stderr)
    print(presented)
    return 0


if __name__ == "__main__":
    sys.exit(main())
