"""Runs MiniStack in its own environment, with six things mended. Imports nothing of this project.

- A CloudFront origin that is an HTTP API is reached, as on AWS; MiniStack refuses every host of Amazon's.
- Every request counts as encrypted, so that bucket policies may insist on it; nothing leaves this machine.
- Sending a batch to a queue is allowed to whoever may send a message; MiniStack asks for an action that IAM lacks.
- What a function logs is told on standard output too, one JSON object for each invocation.
- After a restart streams are read from their start: MiniStack keeps how far they were read, but not their records,
  so it would leave out as many new records as there were old ones.
- Functions run on the bare interpreter, so that only the layers' packages are there to be imported.

It ends, and keeps its state, when its standard input closes: nothing is left behind when the parent dies.
"""

import http.client
import json
import os
import re
import signal
import sys
import threading
from pathlib import Path
from typing import Any

sys.executable = getattr(sys, "_base_executable", sys.executable)

from ministack import app  # noqa: E402
from ministack.core import iam_actions, iam_evaluator  # noqa: E402
from ministack.services import cloudfront, lambda_svc  # noqa: E402

EXECUTE_API_HOST = re.compile(r"([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com")
ORIGIN_TIMEOUT_SECONDS = 30

forward_to_origin = cloudfront._forward_to_origin
extract_iam_action = iam_actions.extract_iam_action
emit_lambda_logs = lambda_svc._emit_lambda_logs
resolve_condition_key = iam_evaluator._resolve_condition_key


def forward_to_api(
    origin: dict[str, Any],
    method: str,
    uri: str,
    query: str,
    headers: dict[str, Any],
    body: bytes,
    viewer_is_https: bool,
    client_ip: str = "127.0.0.1",
    viewer_x_forwarded_for: str = "",
) -> tuple[int, str, list[tuple[str, str]], bytes]:
    """Fetch from an origin; one that is an HTTP API is asked at MiniStack's own gateway."""
    api = EXECUTE_API_HOST.fullmatch(origin["domain_name"])
    if api is None:
        return forward_to_origin(  # type: ignore[no-any-return]
            origin, method, uri, query, headers, body, viewer_is_https, client_ip, viewer_x_forwarded_for
        )
    sent = cloudfront._origin_request_headers(origin, headers, client_ip, viewer_x_forwarded_for)
    sent["Host"] = f"{api[1]}.execute-api.localhost"
    gateway = http.client.HTTPConnection(
        os.environ["BIND_HOST"], int(os.environ["GATEWAY_PORT"]), timeout=ORIGIN_TIMEOUT_SECONDS
    )
    try:
        gateway.request(method, f"{uri}?{query}" if query else uri, body=body or None, headers=sent)
        answer = gateway.getresponse()
        return answer.status, answer.reason, answer.getheaders(), answer.read()
    except TimeoutError as failure:
        raise cloudfront.OriginTimeout(str(failure)) from failure
    except OSError as failure:
        raise cloudfront.OriginUnreachable(str(failure)) from failure
    finally:
        gateway.close()


def condition_value(key: str, context: Any) -> Any:
    """Return what a policy's condition is held against."""
    return "true" if key.lower() == "aws:securetransport" else resolve_condition_key(key, context)


def action_of(service: str, *request: Any) -> str | None:
    """Name the IAM action that a request needs. Source: IAM reference, actions of Amazon SQS."""
    action: str | None = extract_iam_action(service, *request)
    return action.removesuffix("Batch") if action and service == "sqs" else action


def tell_lambda_logs(
    func: dict[str, Any], request_id: str, log_text: str, error: bool, duration_ms: int, **more: Any
) -> None:
    """Keep an invocation's log lines as MiniStack does, and say them."""
    name = (func.get("config") or func).get("FunctionName", "")
    told = {"function": name, "log": log_text, "failed": bool(error), "duration_ms": duration_ms}
    print(json.dumps(told), flush=True)
    emit_lambda_logs(func, request_id, log_text, error, duration_ms, **more)


def end_with_parent() -> None:
    """Wait for standard input to close, then end in good order."""
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def forget_positions(store: Any, positions: Any) -> None:
    """Restore no position in any stream."""


cloudfront._forward_to_origin = forward_to_api
lambda_svc._restore_esm_positions = forget_positions
iam_actions.extract_iam_action = action_of
iam_evaluator._resolve_condition_key = condition_value
lambda_svc._emit_lambda_logs = tell_lambda_logs
threading.Thread(target=end_with_parent, daemon=True).start()
# It stands there while nothing is written, and after a run that was killed.
unwritten = Path(os.environ["STATE_DIR"], "unwritten")
unwritten.parent.mkdir(parents=True, exist_ok=True)
unwritten.touch()
app.main()
unwritten.unlink()
