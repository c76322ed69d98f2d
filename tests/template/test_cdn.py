"""The CDN: what it serves from where, for how long, and what its two functions do."""

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from broadsheet.article.former import key_of, normalised
from broadsheet.page.address import FIXED_KEYS, Page

from .translated import Translated, node, references_in

Query = dict[str, Any]

MANAGED_CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
MANAGED_ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

# CloudFront's functions may have 10 KB.
FUNCTION_MAX_BYTES = 10240


def distribution(template: Translated) -> Any:
    return template.properties("Cdn")["DistributionConfig"]


def behaviours(template: Translated) -> dict[str, Any]:
    config = distribution(template)
    return {
        "default": config["DefaultCacheBehavior"],
        **{each["PathPattern"]: each for each in config["CacheBehaviors"]},
    }


def at_the_edge(template: Translated, function: str, event: dict[str, Any]) -> Any:
    """Run a function of the CDN's on an event."""
    code = template.properties(function)["FunctionCode"]
    done = subprocess.run(
        [node(), Path(__file__).with_name("edge.mjs")],
        input=json.dumps({"code": code, "event": event}), capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    return json.loads(done.stdout)


def response_of(template: Translated, status: int, query: Query | None = None, /, **metadata: str) -> Any:
    """Return what a reader gets for an object with this metadata."""
    headers = {f"x-amz-meta-{name}": {"value": value} for name, value in metadata.items()}
    headers |= {"cache-control": {"value": "max-age=0"}, "x-amz-version-id": {"value": "4711"}}
    event = {
        "request": {"uri": "/old", "querystring": query or {}},
        "response": {"statusCode": status, "statusDescription": "OK", "headers": headers},
    }
    return at_the_edge(template, "RedirectsFunction", event)


def led_to(template: Translated, uri: str, query: Query | None = None) -> str | None:
    """Return where a request is sent on to; None where it goes through as it is."""
    request = {"method": "GET", "uri": uri, "querystring": query or {}, "headers": {}}
    answer = at_the_edge(template, "RedirectsFunction", {"request": request})
    if "statusCode" not in answer:
        assert answer == request
        return None
    assert (answer["statusCode"], answer["statusDescription"]) == (301, "Moved Permanently")
    assert set(answer["headers"]) == {"location", "cache-control"}
    return str(answer["headers"]["location"]["value"])


# ── The functions ──


@pytest.mark.parametrize(
    ("written", "address"),
    {
        "/city/": "/city",
        "/archive/": "/archive",
        "/2026/11/28/slug/": "/2026/11/28/slug",
        "/2026/11/28/slug//": "/2026/11/28/slug",
        "/City": "/city",
        "/FEED.XML": "/feed.xml",
        "/2026/11/28/Slug/": "/2026/11/28/slug",
        "/2026/11/28/slug.": "/2026/11/28/slug",
        "/2026/11/28/slug).": "/2026/11/28/slug",
        "/feed/": "/feed.xml",
        "/rss/": "/feed.xml",
        "/feed/rss2/": "/feed.xml",
        "/feed/atom/": "/feed.atom",
        "/city/feed/": "/city/feed.xml",
        "/city/index.html": "/city",
        "/city/index.htm/": "/city",
        "/INDEX.HTML": "/",
        "//city//2026/11": "/city/2026/11",
        # Ids of comments hold capital letters.
        "/comments/01KARR5Y7S9QXJ8ZB3M4N5P6Q7/": "/comments/01KARR5Y7S9QXJ8ZB3M4N5P6Q7",
        "/Comments/01KARR5Y7S9QXJ8ZB3M4N5P6Q7/2": "/comments/01KARR5Y7S9QXJ8ZB3M4N5P6Q7/2",
        "/%C3%89cole/": "/%C3%89cole",
        "//example.org/": "/example.org",
        "/\\example.org/": "/example.org",
    }.items(),
)
def test_an_address_as_people_write_it_leads_to_the_page_in_one_step(
    template: Translated, written: str, address: str
) -> None:
    assert led_to(template, written) == address
    assert led_to(template, address) is None


@pytest.mark.parametrize(
    "written",
    ["/2019/05/The-Pier/", "/a//b).", "/City/Index.HTML", "/%C3%89cole/", "/Comments/ABC/", "/news/RSS/", "/Feed/Atom/",
     "/archives/12.HTML", "/a/index.htm/index.html", "/x!'", "/~Ada/Pier;a=B"],
)  # fmt: skip
def test_articles_keep_former_addresses_as_the_edge_asks_for_them(template: Translated, written: str) -> None:
    assert led_to(template, written) == normalised(written)


@pytest.mark.parametrize("name", ["p", "page_id", "attachment_id"])
@pytest.mark.parametrize("uri", ["/", "/index.html", "/index.php"])
def test_a_number_of_wordpress_is_an_address(template: Translated, uri: str, name: str) -> None:
    query = {name: {"value": "123"}, "utm_source": {"value": "letter"}}
    request = {"method": "GET", "uri": uri, "querystring": query, "headers": {}}
    asked = at_the_edge(template, "RedirectsFunction", {"request": request})
    assert asked["uri"] == "/" + key_of(f"/?{name}=123")
    # Where it leads, it is not needed any more.
    assert asked["querystring"] == {"utm_source": {"value": "letter"}}


@pytest.mark.parametrize("value", ["", "x", "-1", "1/../2", "9" * 21])
def test_what_is_no_number_is_the_front_page_as_ever(template: Translated, value: str) -> None:
    assert led_to(template, "/", {"p": {"value": value}}) is None
    request = {"method": "GET", "uri": "/", "querystring": {"p": {"value": value}}, "headers": {}}
    assert at_the_edge(template, "RedirectsFunction", {"request": request})["uri"] == "/"


@pytest.mark.parametrize(
    "page",
    [
        *(Page(kind).url_path for kind in FIXED_KEYS),
        "/",
        # What CloudFront may make of the root before the function sees it.
        "/index.html",
        "/2026/11/28/the-slug-2",
        "/city/2026/11/2",
        "/by/ada-bright",
        "/by/feed",
        "/tags/rss",
        "/2026/11/28/feed",
        "/comments/01KARR5Y7S9QXJ8ZB3M4N5P6Q7/2",
        "/sitemaps/2026-11-28/2.xml",
        "/search/2026-11.json",
        "/%C3%89cole",
        "/caf\u00e9/",
    ],
)
def test_the_address_of_a_page_goes_through(template: Translated, page: str) -> None:
    assert led_to(template, page) is None


def test_a_query_goes_along_as_it_came(template: Translated) -> None:
    query = {
        "utm_source": {"value": "the%20letter"},
        "tag": {"value": "a", "multiValue": [{"value": "a"}, {"value": "b+c"}]},
        "bare": {"value": ""},
    }
    along = "?utm_source=the%20letter&tag=a&tag=b+c&bare"
    assert led_to(template, "/City/", query) == f"/city{along}"
    response = response_of(template, 200, query, redirect="/2026/11/23/new")
    assert response["headers"]["location"] == {"value": f"/2026/11/23/new{along}"}


@pytest.mark.parametrize("value", ["a\r\nset-cookie: b", "\u00e9", "a&b#c"])
def test_a_query_adds_nothing_but_a_query(template: Translated, value: str) -> None:
    assert led_to(template, "/city/", {"q": {"value": value}}) == f"/city?q={quote(value, safe=':')}"


def test_a_printed_redirect_becomes_301_with_its_location(template: Translated) -> None:
    response = response_of(template, 200, redirect="/2026/11/23/caf%C3%A9-opens")
    assert response["statusCode"] == 301
    assert response["statusDescription"] == "Moved Permanently"
    assert response["headers"]["location"] == {"value": "/2026/11/23/caf%C3%A9-opens"}
    assert response["headers"]["cache-control"] == {"value": "max-age=0"}


def test_a_printed_tombstone_becomes_410(template: Translated) -> None:
    response = response_of(template, 200, gone="1")
    assert (response["statusCode"], response["statusDescription"]) == (410, "Gone")
    assert "location" not in response["headers"]


def test_any_other_object_passes_as_it_is(template: Translated) -> None:
    response = response_of(template, 200, **{"cache-tag": "a-1,a-2"})
    assert (response["statusCode"], response["statusDescription"]) == (200, "OK")
    assert "location" not in response["headers"]


@pytest.mark.parametrize("metadata", [{}, {"redirect": "/new"}, {"gone": "1"}, {"cache-tag": "a-1"}])
def test_a_reader_hears_nothing_of_the_bucket(template: Translated, metadata: dict[str, str]) -> None:
    response = response_of(template, 200, **metadata)
    assert set(response["headers"]) - {"location"} == {"cache-control"}
    removed = template.properties("SecurityHeaders")["ResponseHeadersPolicyConfig"]["RemoveHeadersConfig"]["Items"]
    names = {each["Header"] for each in removed}
    assert {"x-amz-meta-cache-tag", "x-amz-server-side-encryption", "x-amz-version-id"} <= names
    # So many one policy takes off.
    assert len(names) <= 10
    # Whether the policy or the function comes first nobody says; what the function reads stays for it.
    assert not names & {"x-amz-meta-redirect", "x-amz-meta-gone"}


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/a b", "/a\r\nset-cookie: b", ""]
)
def test_a_redirect_that_leaves_the_site_is_not_followed(template: Translated, elsewhere: str) -> None:
    response = response_of(template, 200, redirect=elsewhere)
    assert response["statusCode"] == 200
    assert "location" not in response["headers"]


def test_the_api_hears_the_readers_address_from_the_edge_alone(template: Translated) -> None:
    headers = {"x-viewer-address": {"value": "203.0.113.99"}, "content-type": {"value": "application/json"}}
    event = {
        "viewer": {"ip": "2001:db8::1"},
        "request": {"method": "POST", "uri": "/api/comments/1", "headers": headers},
    }
    request = at_the_edge(template, "ViewerAddressFunction", event)
    assert request["headers"]["x-viewer-address"] == {"value": "2001:db8::1"}
    assert request["headers"]["content-type"] == {"value": "application/json"}
    assert request["uri"] == "/api/comments/1"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_comes_back_to_a_refused_form_is_led_to_the_comments(template: Translated, method: str) -> None:
    request = {"method": method, "uri": "/api/comments/01KARR5Y7S9QXJ8ZB3M4N5P6Q7", "headers": {}}
    answer = at_the_edge(template, "ViewerAddressFunction", {"viewer": {"ip": "203.0.113.1"}, "request": request})
    assert answer["statusCode"] == 303
    assert answer["headers"]["location"] == {"value": "/comments/01KARR5Y7S9QXJ8ZB3M4N5P6Q7"}


def test_the_functions_fit_and_are_published(template: Translated) -> None:
    functions = template.of_type("AWS::CloudFront::Function")
    assert set(functions) == {"RedirectsFunction", "ViewerAddressFunction"}
    for function in functions.values():
        assert len(function["FunctionCode"].encode()) < FUNCTION_MAX_BYTES
        assert function["AutoPublish"] is True
        assert function["FunctionConfig"]["Runtime"] == "cloudfront-js-2.0"


# ── The distribution ──


def test_pages_come_from_the_bucket_and_comments_go_to_the_api(template: Translated) -> None:
    assert {path: each["TargetOriginId"] for path, each in behaviours(template).items()} == {
        "default": "site",
        "/assets/*": "site",
        "/media/*": "site",
        "/fragments/*": "site",
        "/api/comments*": "api",
    }


def test_only_pages_pay_for_the_redirects_function(template: Translated) -> None:
    functions = {
        path: [(each["EventType"], each["FunctionARN"]) for each in behaviour.get("FunctionAssociations", [])]
        for path, behaviour in behaviours(template).items()
    }
    assert functions == {
        "default": [
            ("viewer-request", "RedirectsFunction.FunctionARN"),
            ("viewer-response", "RedirectsFunction.FunctionARN"),
        ],
        "/assets/*": [],
        "/media/*": [],
        "/fragments/*": [],
        "/api/comments*": [("viewer-request", "ViewerAddressFunction.FunctionARN")],
    }


def test_comments_are_never_cached_and_arrive_whole(template: Translated) -> None:
    comments = behaviours(template)["/api/comments*"]
    assert comments["CachePolicyId"] == MANAGED_CACHING_DISABLED
    # The API's own host name must reach it; everything else is the reader's.
    assert comments["OriginRequestPolicyId"] == MANAGED_ALL_VIEWER_EXCEPT_HOST_HEADER
    assert "POST" in comments["AllowedMethods"]
    # A redirected POST loses its body.
    assert comments["ViewerProtocolPolicy"] == "https-only"


def test_every_behaviour_compresses_and_sends_the_security_headers(template: Translated) -> None:
    for behaviour in behaviours(template).values():
        assert behaviour["Compress"] is True
        assert behaviour["ResponseHeadersPolicyId"] == "SecurityHeaders"
        assert behaviour["ViewerProtocolPolicy"] in ("redirect-to-https", "https-only")


def test_a_page_is_cached_as_long_as_it_says(template: Translated) -> None:
    policy = template.properties("PagesCachePolicy")["CachePolicyConfig"]
    assert (policy["MinTTL"], policy["MaxTTL"]) == (0, 31536000)
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["EnableAcceptEncodingBrotli"] is True
    assert key["EnableAcceptEncodingGzip"] is True
    # Anything in the key multiplies every page by its values.
    assert key["CookiesConfig"] == {"CookieBehavior": "none"}
    assert key["HeadersConfig"] == {"HeaderBehavior": "none"}
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "none"}


def test_a_missing_page_answers_404_with_our_page_and_appears_at_once(template: Translated) -> None:
    errors = {each["ErrorCode"]: each for each in distribution(template)["CustomErrorResponses"]}
    assert errors[403] == {
        "ErrorCode": 403,
        "ResponseCode": 404,
        "ResponsePagePath": "/404.html",
        "ErrorCachingMinTTL": 1,
    }
    # Page and status of an error hold for the API's behaviour as well, and would hide its own answers.
    assert [code for code, each in errors.items() if "ResponseCode" in each] == [403]
    assert {each["ErrorCachingMinTTL"] for each in errors.values()} == {1}


def test_an_edit_can_clear_every_page_that_shows_an_article(template: Translated) -> None:
    assert distribution(template)["CacheTagConfig"] == {"HeaderName": "x-amz-meta-cache-tag"}


def test_the_bucket_is_reached_with_access_control(template: Translated) -> None:
    site, api = distribution(template)["Origins"]
    assert site["DomainName"] == "SiteBucket.RegionalDomainName"
    assert site["OriginAccessControlId"] == "SiteAccess.Id"
    assert site["S3OriginConfig"] == {"OriginAccessIdentity": ""}
    assert api["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_the_origin_secret_is_a_header_for_the_api_alone_and_nowhere_else(template: Translated) -> None:
    site, api = distribution(template)["Origins"]
    assert "OriginCustomHeaders" not in site
    assert api["OriginCustomHeaders"] == [{"HeaderName": "x-origin-secret", "HeaderValue": "SiteKeys.OriginSecret"}]
    holders = [name for name, each in template.resources.items() if "OriginSecret" in json.dumps(each)]
    assert holders == ["Cdn"]
    assert "OriginSecret" not in json.dumps(template.template["Outputs"])


def test_the_header_carries_only_what_a_page_cannot_say_itself(template: Translated) -> None:
    headers = template.properties("SecurityHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = headers["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    directives = {each.split()[0] for each in policy.split(";")}
    assert directives == {"frame-ancestors", "base-uri", "object-src", "form-action"}
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == "strict-origin-when-cross-origin"
    assert all(each["Override"] is True for each in headers.values())


def test_no_page_lets_devices_be_used_or_its_window_be_reached(template: Translated) -> None:
    config = template.properties("SecurityHeaders")["ResponseHeadersPolicyConfig"]
    headers = {each["Header"]: each for each in config["CustomHeadersConfig"]["Items"]}
    assert set(headers) == {"Permissions-Policy", "Cross-Origin-Opener-Policy"}
    assert headers["Cross-Origin-Opener-Policy"]["Value"] == "same-origin"
    features = headers["Permissions-Policy"]["Value"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(features)
    # Players need these.
    assert not {"fullscreen", "autoplay", "picture-in-picture"} & {feature.partition("=")[0] for feature in features}
    assert all(each["Override"] is True for each in headers.values())


def test_the_distribution_speaks_what_browsers_speak(template: Translated) -> None:
    config = distribution(template)
    assert config["HttpVersion"] == "http2and3"
    assert config["IPV6Enabled"] is True
    assert config["DefaultRootObject"] == "index.html"
    assert config["PriceClass"] == "PriceClass_100"


def test_a_domain_of_its_own_needs_its_certificate(template: Translated) -> None:
    config = template.of_type("AWS::CloudFront::Distribution")["Cdn"]["DistributionConfig"]
    assert config["Aliases"]["Fn::If"][0] == "HasDomain"
    condition, own, default = config["ViewerCertificate"]["Fn::If"]
    assert condition == "HasDomain"
    assert set(references_in(own)) == {"CertificateArn"}
    assert own["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert default == {"CloudFrontDefaultCertificate": True}
    assert "DomainAndCertificate" in template.template["Rules"]
