"""The theme's files."""

import pytest

from broadsheet.page import assets


def test_an_asset_is_named_after_its_content() -> None:
    script = next(asset for asset in assets.assets() if asset.name == "site.js")
    assert script.path.startswith("assets/site.")
    assert script.path.endswith(".js")
    assert len(script.path) == len("assets/site.12345678.js")
    assert script.content_type == "text/javascript; charset=utf-8"
    assert assets.asset_path("site.js") == f"/{script.path}"


def test_every_asset_has_a_known_content_type() -> None:
    assert not [asset.name for asset in assets.assets() if asset.content_type == "application/octet-stream"]


def test_a_missing_asset_is_an_error_at_print_time() -> None:
    with pytest.raises(KeyError):
        assets.asset_path("no-such.js")
