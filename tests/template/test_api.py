"""The API's wiring: who answers which route, how often, and what is written down of it."""

import json
from typing import Any

from broadsheet.api.http import cors

from .translated import Translated, references_in

ROUTES = {
    "ANY /api/{proxy+}": "EditArticlesFunction",
    "POST /api/comments/{article_id}": "RecordCommentsFunction",
    "GET /api/moderation/{proxy+}": "ModerateCommentsFunction",
    "POST /api/moderation/{proxy+}": "ModerateCommentsFunction",
}


def routes(template: Translated) -> dict[str, Any]:
    return {each["RouteKey"]: each for each in map(template.properties, template.of_type("AWS::ApiGatewayV2::Route"))}


def test_each_route_leads_to_its_function(template: Translated) -> None:
    found = {}
    for key, route in routes(template).items():
        integration = template.properties(route["Target"].removeprefix("integrations/"))
        assert integration["PayloadFormatVersion"] == "2.0"
        found[key] = integration["IntegrationUri"].rsplit(":", 1)[-1]
    assert found == ROUTES


def test_the_api_may_call_each_of_its_functions_on_its_routes_alone(template: Translated) -> None:
    permissions = [
        permission
        for permission in map(template.properties, template.of_type("AWS::Lambda::Permission"))
        if permission["Principal"] == "apigateway.amazonaws.com"
    ]
    assert {each["FunctionName"] for each in permissions} == set(ROUTES.values())
    for each in permissions:
        assert each["Principal"] == "apigateway.amazonaws.com"
        assert ":Api/" in each["SourceArn"]
        assert "/api/" in each["SourceArn"]


def test_functions_give_up_before_the_api_does(template: Translated) -> None:
    for name in template.of_type("AWS::ApiGatewayV2::Integration"):
        integration = template.properties(name)
        timeout_seconds = template.properties(integration["IntegrationUri"].rsplit(":", 1)[-1])["Timeout"]
        assert timeout_seconds * 1000 <= integration["TimeoutInMillis"] <= 30000


def test_the_public_route_has_a_throttle_of_its_own(template: Translated) -> None:
    stage = template.properties("ApiStage")
    assert stage["StageName"] == "$default"
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
    assert set(stage["RouteSettings"]) == {"POST /api/comments/{article_id}"} <= set(routes(template))
    public = stage["RouteSettings"]["POST /api/comments/{article_id}"]
    assert public["ThrottlingRateLimit"] < stage["DefaultRouteSettings"]["ThrottlingRateLimit"]


def test_a_stage_names_no_route_before_it_exists(template: Translated) -> None:
    waits_for = template.resources["ApiStage"]["DependsOn"]
    assert {template.properties(name)["RouteKey"] for name in waits_for} == set(
        template.properties("ApiStage")["RouteSettings"]
    )


def test_the_access_log_is_json_and_holds_no_readers_address(template: Translated) -> None:
    settings = template.properties("ApiStage")["AccessLogSettings"]
    assert settings["DestinationArn"] == template.arn("ApiAccessLogs")
    line = json.loads(settings["Format"])
    assert line["status"] == "$context.status"
    for unwanted in ("sourceIp", "userAgent", "user", "caller", "authorizer"):
        assert unwanted not in settings["Format"]


def test_the_api_answers_preflights_where_the_address_is_known_before_the_cdn_is(template: Translated) -> None:
    answer = template.of_type("AWS::ApiGatewayV2::Api")["Api"]["CorsConfiguration"]["Fn::If"][1]
    assert "Cdn" not in set(references_in(answer))
    assert {"SiteUrl", "DomainName"} <= set(references_in(answer))
    assert "*" not in json.dumps(answer)
    assert "CorsConfiguration" not in template.properties("Api")


def test_the_api_and_its_functions_answer_preflights_alike(template: Translated) -> None:
    answer = template.of_type("AWS::ApiGatewayV2::Api")["Api"]["CorsConfiguration"]["Fn::If"][1]
    assert ", ".join(answer["AllowHeaders"]) == cors.REQUEST_HEADERS
    assert ", ".join(answer["ExposeHeaders"]) == cors.ANSWER_HEADERS
    assert answer["MaxAge"] == cors.PREFLIGHT_KEPT_SECONDS
    assert set(answer["AllowMethods"]) == {"GET", "POST", "PUT", "PATCH", "DELETE"}
