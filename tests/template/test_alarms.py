"""What wakes somebody, and what it costs."""

from typing import Any

import pytest

from .translated import ROOT, Translated

# CloudWatch is free for ten alarms and ten metrics of one's own in an account.
FREE_ALARMS = 10

# What functions report themselves, as `function metric`.
OWN_METRICS = {
    "keep_schedule OldestPendingPrintSeconds",
    "keep_schedule OldestReprintSeconds",
    "keep_schedule OldestUnprintedVerdictSeconds",
    "keep_schedule ScheduleLatenessSeconds",
    "render_pages ThemeMismatch",
}


def alarms(template: Translated) -> dict[str, Any]:
    return {name: template.properties(name) for name in template.of_type("AWS::CloudWatch::Alarm")}


def dimensions(alarm: dict[str, Any]) -> dict[str, str]:
    return {each["Name"]: each["Value"] for each in alarm["Dimensions"]}


def test_every_alarm_reaches_the_topic_and_says_what_is_wrong(template: Translated) -> None:
    assert alarms(template)
    for alarm in alarms(template).values():
        assert alarm["AlarmActions"] == ["AlarmTopic"]
        assert alarm["AlarmDescription"].endswith(".")
        assert alarm["TreatMissingData"] in ("breaching", "notBreaching")


def test_the_alarms_fit_into_what_an_account_has_free(template: Translated) -> None:
    assert len(alarms(template)) <= FREE_ALARMS


def test_every_failure_queue_is_watched(template: Translated) -> None:
    failure_queues = {
        name.rsplit(":", 1)[-1]
        for queue in map(template.properties, template.of_type("AWS::SQS::Queue"))
        if (name := queue.get("RedrivePolicy", {}).get("deadLetterTargetArn"))
    } | {
        template.properties(name)["DestinationConfig"]["OnFailure"]["Destination"].rsplit(":", 1)[-1]
        for kind in ("AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig")
        for name in template.of_type(kind)
        if template.properties(name).get("DestinationConfig")
    }
    assert failure_queues == {"RenderFailures", "CommentsFailures", "ScheduleFailures"}
    watched = {
        dimensions(alarm)["QueueName"].removesuffix(".QueueName")
        for alarm in alarms(template).values()
        if alarm["Namespace"] == "AWS/SQS"
    }
    assert watched == failure_queues


def test_both_streams_are_watched(template: Translated) -> None:
    """Comments' by the age of what it has not brought, which its alarm waits for no longer than for late pages."""
    watched = {
        dimensions(alarm)["FunctionName"]
        for alarm in alarms(template).values()
        if (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "IteratorAge")
    }
    assert watched == {"RenderPagesFunction"}
    verdicts, pages = (
        {name: alarms(template)[alarm][name] for name in ("Threshold", "Period", "EvaluationPeriods")}
        for alarm in ("VerdictsLateAlarm", "PrintsLateAlarm")
    )
    assert verdicts == pages


def test_the_apis_failures_are_watched(template: Translated) -> None:
    alarm = alarms(template)["ApiFailsAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"], dimensions(alarm)) == ("AWS/ApiGateway", "5xx", {"ApiId": "Api"})


def test_our_own_metrics_are_read_where_the_functions_write_them(template: Translated) -> None:
    namespace = template.properties("KeepScheduleFunction")["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
    own = {name: alarm for name, alarm in alarms(template).items() if not alarm["Namespace"].startswith("AWS/")}
    assert {alarm["Namespace"] for alarm in own.values()} == {namespace}
    assert {f"{dimensions(alarm)['service']} {alarm['MetricName']}" for alarm in own.values()} == OWN_METRICS


@pytest.mark.parametrize("metric", sorted(OWN_METRICS))
def test_a_function_writes_each_metric_that_an_alarm_reads(template: Translated, metric: str) -> None:
    function, name = metric.split()
    assert f'"{name}"' in (ROOT / "functions" / function / "app.py").read_text()


def test_a_silent_schedule_alarms_and_an_idle_site_does_not(template: Translated) -> None:
    silent = {name for name, alarm in alarms(template).items() if alarm["TreatMissingData"] == "breaching"}
    # The schedule alone reports every minute, whether anything happens or not.
    assert silent == {"PrintsLateAlarm"}


def test_alarms_and_budget_may_publish_to_the_topic_and_nobody_elses(template: Translated) -> None:
    (statement,) = template.properties("AlarmTopicPolicy")["PolicyDocument"]["Statement"]
    assert set(statement["Principal"]["Service"]) == {"cloudwatch.amazonaws.com", "budgets.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}


def test_a_budget_warns_before_and_after(template: Translated) -> None:
    (budget,) = map(template.properties, template.of_type("AWS::Budgets::Budget"))
    assert budget["Budget"]["BudgetLimit"] == {"Amount": "10", "Unit": "USD"}
    # CloudFormation makes the new one before it deletes the old.
    assert "BudgetName" not in budget["Budget"]
    kinds = {each["Notification"]["NotificationType"] for each in budget["NotificationsWithSubscribers"]}
    assert kinds == {"ACTUAL", "FORECASTED"}
    for each in budget["NotificationsWithSubscribers"]:
        assert each["Subscribers"] == [{"SubscriptionType": "SNS", "Address": "AlarmTopic"}]
