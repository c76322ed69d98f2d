"""What each function is given: its code, its settings, its part in the order of a deployment."""

from dataclasses import fields
from typing import Any

import pytest

from broadsheet import environment
from broadsheet.imaging import apart

from .translated import ROOT, Translated, references_in

FUNCTIONS = {
    "EditArticlesFunction": "edit_articles",
    "ProcessImagesFunction": "process_images",
    "RenderPagesFunction": "render_pages",
    "RecordCommentsFunction": "record_comments",
    "ModerateCommentsFunction": "moderate_comments",
    "RenderCommentsFunction": "render_comments",
    "KeepScheduleFunction": "keep_schedule",
    "InstallSiteFunction": "install_site",
}


def variables(template: Translated, function: str) -> dict[str, Any]:
    found: dict[str, Any] = template.properties(function)["Environment"]["Variables"]
    return found


def test_the_template_has_these_functions(template: Translated) -> None:
    assert set(template.of_type("AWS::Lambda::Function")) == set(FUNCTIONS)


@pytest.mark.parametrize(("function", "folder"), FUNCTIONS.items())
def test_a_function_is_named_for_its_folder(template: Translated, function: str, folder: str) -> None:
    assert template.properties(function)["Code"]["S3Key"] == f"functions/{folder}"
    assert template.properties(function)["Handler"] == "app.handler"
    assert (ROOT / "functions" / folder / "app.py").is_file()
    assert variables(template, function)["POWERTOOLS_SERVICE_NAME"] == folder
    # SAM would look for an interpreter of the target version and fail without one; layers bring the packages.
    assert not (ROOT / "functions" / folder / "requirements.txt").exists()


@pytest.mark.parametrize(("function", "folder"), FUNCTIONS.items())
def test_a_function_is_told_what_its_settings_ask_for_and_no_more(
    template: Translated, function: str, folder: str
) -> None:
    settings = getattr(environment, "".join(map(str.capitalize, folder.split("_"))) + "Settings")
    told = {name for name in variables(template, function) if not name.startswith("POWERTOOLS_")}
    assert told == {field.name.upper() for field in fields(settings)}


def test_functions_run_the_parameters_python_with_their_layers(template: Translated) -> None:
    """What opens files that anybody may have made has the decoders; nothing else has them."""
    for name in FUNCTIONS:
        function = template.of_type("AWS::Lambda::Function")[name]
        assert function["Runtime"] == {"Ref": "Runtime"}
        assert function["Architectures"] == [{"Ref": "Architecture"}]
        assert function["TracingConfig"] == {"Mode": "Active"}
        own = ["ImagingLayer"] if name == "ProcessImagesFunction" else []
        assert [layer["Ref"][:-10] for layer in function["Layers"]] == ["PackagesLayer", "BroadsheetLayer", *own]


def test_the_keys_wait_for_nothing_that_waits_for_them(template: Translated) -> None:
    """The CDN needs the secret header, so whatever makes it may not need the CDN, by however many steps."""
    waits_for: set[str] = set()
    found = {"SiteKeys"}
    while found:
        waits_for |= found
        found = {
            each
            for name in found
            for each in references_in(template.resources[name].get("Properties", {}))
            if each in template.resources
        } - waits_for
    assert "InstallSiteFunction" in waits_for
    assert "Cdn" not in waits_for


def test_custom_resources_fail_within_minutes_and_their_function_in_time_to_answer(template: Translated) -> None:
    timeout_seconds = template.properties("InstallSiteFunction")["Timeout"]
    for name in ("SiteKeys", "SiteTheme"):
        resource = template.properties(name)
        assert resource["ServiceTimeout"] == 120
        assert timeout_seconds < resource["ServiceTimeout"]
        assert resource["ServiceToken"] == template.arn("InstallSiteFunction")


def test_the_keys_are_asked_for_once_and_the_theme_with_every_new_package(template: Translated) -> None:
    assert set(references_in(template.resources["SiteKeys"]["Properties"])) == {"InstallSiteFunction", "AWS::StackName"}
    asks = set(references_in(template.resources["SiteTheme"]["Properties"]))
    assert {name[:-10] for name in asks & set(template.of_type("AWS::Lambda::LayerVersion"))} == {
        "PackagesLayer",
        "BroadsheetLayer",
    }


def test_the_theme_changes_after_every_printer_runs_the_new_package(template: Translated) -> None:
    printers = {
        name for name in FUNCTIONS if "SITE_BUCKET" in variables(template, name) and name != "InstallSiteFunction"
    }
    assert printers == {"RenderPagesFunction", "RenderCommentsFunction", "ProcessImagesFunction"}
    # A picture wears no theme.
    assert printers - {"ProcessImagesFunction"} <= set(template.resources["SiteTheme"]["DependsOn"])


def test_what_opens_pictures_is_stopped_before_its_function_is(template: Translated) -> None:
    """Lambda would try a picture that fills it, or keeps it, three times, and tell its editor nothing."""
    function = template.properties("ProcessImagesFunction")
    for_what_it_calls, own_bytes = 10, 250_000_000
    assert apart.SECONDS_MAX + for_what_it_calls <= function["Timeout"]
    assert apart.MEMORY_MAX_BYTES + own_bytes <= function["MemorySize"] * 2**20
