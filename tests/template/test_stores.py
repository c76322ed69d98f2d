"""Tables, buckets and logs: what must outlive a mistake, and what must not pile up."""

from .translated import Translated


def test_tables_outlive_the_stack_and_a_slip_of_the_hand(template: Translated) -> None:
    tables = template.of_type("AWS::DynamoDB::Table")
    assert set(tables) == {"ContentTable", "RecentPostsTable", "CommentsTable", "ApprovedCommentsTable"}
    for name, table in tables.items():
        assert template.resources[name]["DeletionPolicy"] == "Retain"
        assert template.resources[name]["UpdateReplacePolicy"] == "Retain"
        assert table["DeletionProtectionEnabled"] is True
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_tables_cost_nothing_while_nobody_uses_them(template: Translated) -> None:
    for table in template.of_type("AWS::DynamoDB::Table").values():
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        assert table["SSESpecification"] == {"SSEEnabled": False}


def test_only_tables_that_are_read_have_a_stream(template: Translated) -> None:
    streams = {
        name: table.get("StreamSpecification") for name, table in template.of_type("AWS::DynamoDB::Table").items()
    }
    assert streams == {
        "ContentTable": None,
        "RecentPostsTable": {"StreamViewType": "NEW_IMAGE"},
        "CommentsTable": {"StreamViewType": "NEW_IMAGE"},
        "ApprovedCommentsTable": None,
    }


def test_buckets_are_private_versioned_and_outlive_the_stack(template: Translated) -> None:
    buckets = template.of_type("AWS::S3::Bucket")
    assert set(buckets) == {"SiteBucket", "UploadsBucket"}
    for name, bucket in buckets.items():
        assert template.resources[name]["DeletionPolicy"] == "Retain"
        assert template.resources[name]["UpdateReplacePolicy"] == "Retain"
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}


def test_old_versions_and_broken_uploads_expire(template: Translated) -> None:
    for bucket in template.of_type("AWS::S3::Bucket").values():
        rules = bucket["LifecycleConfiguration"]["Rules"]
        assert {rule["Status"] for rule in rules} == {"Enabled"}
        merged = {key: value for rule in rules for key, value in rule.items()}
        assert merged["NoncurrentVersionExpiration"]["NoncurrentDays"] <= 30
        assert merged["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] <= 7
        # What is current stays: the site, and the originals of its pictures.
        assert "ExpirationInDays" not in merged


def test_buckets_refuse_plain_http(template: Translated) -> None:
    for name in ("SiteBucket", "UploadsBucket"):
        statements = template.properties(f"{name}Policy")["PolicyDocument"]["Statement"]
        (denial,) = (each for each in statements if each["Effect"] == "Deny")
        assert denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert denial["Principal"] == "*"
        assert set(denial["Resource"]) == {template.arn(name), f"{template.arn(name)}/*"}


def test_the_site_bucket_is_read_by_our_cdn_alone(template: Translated) -> None:
    statements = template.properties("SiteBucketPolicy")["PolicyDocument"]["Statement"]
    (allowed,) = (each for each in statements if each["Effect"] == "Allow")
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    # Listing would tell readers missing from forbidden, and so answer 404 where /404.html should.
    assert allowed["Action"] == "s3:GetObject"
    assert allowed["Condition"] == {"StringEquals": {"AWS:SourceArn": template.arn("Cdn")}}


def test_every_function_logs_to_a_group_of_ours_that_forgets(template: Translated) -> None:
    for name in template.of_type("AWS::Lambda::Function"):
        logging = template.properties(name)["LoggingConfig"]
        assert (logging["LogFormat"], logging["ApplicationLogLevel"]) == ("JSON", "INFO")
        # A group that Lambda makes by itself keeps for ever.
        assert template.properties(logging["LogGroup"])["RetentionInDays"] == "30"


def test_every_log_group_forgets(template: Translated) -> None:
    groups = template.of_type("AWS::Logs::LogGroup")
    assert len(groups) == len(template.of_type("AWS::Lambda::Function")) + 1
    for group in groups.values():
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_no_resource_costs_money_while_it_idles(template: Translated) -> None:
    costly = {
        "AWS::KMS::Key",
        "AWS::SecretsManager::Secret",
        "AWS::EC2::VPC",
        "AWS::EC2::NatGateway",
        "AWS::WAFv2::WebACL",
    }
    assert not costly & {resource["Type"] for resource in template.resources.values()}
