"""The edge on this machine: listens on a local port and hands every request to the emulator under a name of AWS.

Readers' requests go to the emulated CloudFront, which knows the distribution by its Host header; editors' requests
to the emulated HTTP API. What is served, and from where, the deployed distribution decides.
"""

import errno
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .emulator import HOST

ANSWER_TIMEOUT_SECONDS = 40
PORTS_TRIED = 50
# They belong to one connection, not to the message. Source: RFC 9110, section 7.6.1.
HOP_BY_HOP = frozenset(
    "connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade".split()
)


class Edge:
    """One listening port, and the name it stands for."""

    def __init__(self, first_port: int) -> None:
        """Take the first free port from `first_port` on, or any for 0; who calls already has to wait for `start`.

        Raises `OSError` where none of fifty is free.
        """
        for port in range(first_port, first_port + PORTS_TRIED) if first_port else [0]:
            try:
                self._server = ThreadingHTTPServer((HOST, port), BaseHTTPRequestHandler)
            except OSError as failure:
                if failure.errno != errno.EADDRINUSE:
                    raise
            else:
                break
        else:
            raise OSError(f"no port from {first_port} to {first_port + PORTS_TRIED - 1} is free")
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://localhost:{self.port}"
        self._serving = False

    def start(self, gateway_port: int, host: str, added: dict[str, str] | None = None) -> None:
        """Answer requests, in threads of its own: `host` is the Host header that the emulator gets."""
        self._server.RequestHandlerClass = handler_for(gateway_port, host, added or {})
        self._serving = True
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        if self._serving:
            self._server.shutdown()
        self._server.server_close()


def handler_for(gateway_port: int, host: str, added: dict[str, str]) -> type[BaseHTTPRequestHandler]:
    """Make the class that answers for one name."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Broadsheet"
        # An answer's head and body go out as two packets; Nagle's algorithm would hold the second back 40 ms.
        disable_nagle_algorithm = True
        gateway: http.client.HTTPConnection | None = None

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def finish(self) -> None:
            if self.gateway:
                self.gateway.close()
            super().finish()

        def relay(self) -> None:
            body = self.body()
            if body is None:
                return
            try:
                answer, content = self.ask(body)
            except (OSError, http.client.HTTPException) as failure:
                self.log_error("%s %s: %s", self.command, self.path, failure)
                self.send_error(502, explain="The emulator does not answer; see the log.")
                return
            self.send_response_only(answer.status, answer.reason)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP | {"content-length"}:
                    self.send_header(name, value)
            # The answer to a HEAD states the length that a GET would have.
            stated = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
            if stated is not None and answer.status not in (204, 304):
                self.send_header("Content-Length", stated)
            self.end_headers()
            self.wfile.write(content)

        def body(self) -> bytes | None:
            if "chunked" in self.headers.get("Transfer-Encoding", ""):
                self.send_error(411)
                self.close_connection = True
                return None
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        def ask(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
            sent = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP | {"host"}}
            sent |= {"Host": host, **added}
            # A kept connection may have been closed meanwhile. What changes something is never sent twice, so it
            # gets a new one; a reader's request gets a second try.
            for kept in (self.gateway if self.command in ("GET", "HEAD") else None, None):
                if kept is None:
                    if self.gateway:
                        self.gateway.close()
                    # From the reader's own address, which the emulated CDN takes for the viewer's.
                    self.gateway = http.client.HTTPConnection(
                        HOST, gateway_port, timeout=ANSWER_TIMEOUT_SECONDS, source_address=(self.client_address[0], 0)
                    )
                assert self.gateway
                try:
                    self.gateway.request(self.command, self.path, body=body or None, headers=sent)
                    answer = self.gateway.getresponse()
                    return answer, answer.read()
                except ConnectionError:
                    if kept is None:
                        raise
            raise AssertionError("one of two tries answers or raises")

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = relay

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing of ordinary requests; the functions log what matters."""

    return Handler
