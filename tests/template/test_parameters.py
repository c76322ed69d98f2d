"""`sam build && sam deploy` asks nothing, in each of its environments."""

import shlex
import tomllib
from typing import Any

import pytest

from .translated import ROOT, Translated

CONFIG = tomllib.loads((ROOT / "samconfig.toml").read_text())
ENVIRONMENTS = [name for name in CONFIG if name != "version"]


def deploy(environment: str) -> dict[str, Any]:
    parameters: dict[str, Any] = CONFIG[environment]["deploy"]["parameters"]
    return parameters


def test_every_parameter_has_a_default_and_a_description(template: Translated) -> None:
    for parameter in template.template["Parameters"].values():
        assert "Default" in parameter
        assert parameter["Description"].endswith(".")


def test_every_parameter_stands_in_a_group(template: Translated) -> None:
    groups = template.template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    assert sorted(name for group in groups for name in group["Parameters"]) == sorted(template.parameters)


def test_the_environments_are_stacks_of_their_own() -> None:
    assert ENVIRONMENTS == ["default", "dev", "prod"]
    names = [CONFIG[name]["global"]["parameters"]["stack_name"] for name in ENVIRONMENTS]
    prefixes = [deploy(name)["s3_prefix"] for name in ENVIRONMENTS]
    assert names == prefixes
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_deployment_asks_nothing_and_may_change_nothing(environment: str) -> None:
    parameters = deploy(environment)
    assert parameters["confirm_changeset"] is False
    assert parameters["fail_on_empty_changeset"] is False
    assert parameters["resolve_s3"] is True
    assert parameters["capabilities"] == "CAPABILITY_IAM"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_overrides_only_parameters_that_exist(template: Translated, environment: str) -> None:
    overrides = dict(each.split("=") for each in shlex.split(deploy(environment).get("parameter_overrides", "")))
    for name, value in overrides.items():
        allowed = template.template["Parameters"][name].get("AllowedValues")
        assert allowed is None or value in map(str, allowed)


def test_roles_are_unnamed_so_that_no_more_than_that_capability_is_needed(template: Translated) -> None:
    for role in template.of_type("AWS::IAM::Role").values():
        assert "RoleName" not in role


def test_pages_print_the_cdns_address_unless_told_another(template: Translated) -> None:
    outputs = template.value(template.template["Outputs"])
    assert outputs["SiteUrl"]["Value"] == "https://Cdn.DomainName"
    assert (
        template.properties("RenderPagesFunction")["Environment"]["Variables"]["SITE_URL"] == "https://Cdn.DomainName"
    )


def test_the_outputs_are_what_operators_and_the_local_stack_ask_for(template: Translated) -> None:
    assert set(template.template["Outputs"]) >= {
        "SiteUrl", "ApiUrl", "DistributionId", "SiteBucketName", "ContentTableName", "RecentPostsTableName",
        "CommentsTableName", "ApprovedCommentsTableName", "RenderQueueUrl", "SecretsPath",
    }  # fmt: skip
