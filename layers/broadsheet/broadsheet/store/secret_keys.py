"""The site's secret keys, kept as SSM SecureStrings."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

ORIGIN_SECRET = "origin-secret"  # noqa: S105 - a name, not a secret
COMMENTS_KEY = "comments-key"


@dataclass(frozen=True, slots=True)
class SecretKeys:
    """Keys under one SSM path, `/broadsheet/<stack>`."""

    client: "SSMClient"
    path: str

    def read(self, name: str) -> str:
        """Return a key. Costs one GetParameter."""
        found = self.client.get_parameter(Name=f"{self.path}/{name}", WithDecryption=True)
        return found["Parameter"]["Value"]

    def made_once(self, name: str, value: str) -> str:
        """Return the key that is kept, or keep this one where there is none."""
        try:
            self.client.put_parameter(Name=f"{self.path}/{name}", Value=value, Type="SecureString", Overwrite=False)
        except self.client.exceptions.ParameterAlreadyExists:
            return self.read(name)
        return value
