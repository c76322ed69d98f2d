"""The translated template, for every test here."""

import pytest

from .translated import Translated
from .translated import translated as translate


@pytest.fixture(scope="session")
def template() -> Translated:
    """Return template.yaml as CloudFormation would see it."""
    return translate()
