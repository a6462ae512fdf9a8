"""A file server on this machine that can be told to misbehave."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """A file and how it is served: ``cuts`` are the bytes after which each answer in turn breaks off."""

    body: bytes
    etag: str = '"v1"'
    cuts: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    status: int = 200
    ranges: bool = True
    content_type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]


class ModelServer(ThreadingHTTPServer):
    """Serves ``files`` by path and keeps every request in ``asked``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, Served] = {}
        self.asked: list[Asked] = []
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def ranges_of(self, path: str) -> list[str | None]:
        """The Range header of each GET of a file."""
        return [ask.headers.get("range") for ask in self.asked if ask.path == path and ask.method == "GET"]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up in these tests; that is no error."""

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(Asked(self.command, path, {k.lower(): v for k, v in self.headers.items()}))
        served = self.server.files.get(path)
        if served is None or served.statuses:
            return self._head(served.statuses.pop(0) if served else 404, {"Content-Length": "0"})
        start = self._start(served)
        if start is not None and start >= len(served.body):
            return self._head(416, {"Content-Length": "0"})
        body = served.body[start or 0 :]
        headers = {"Content-Length": str(len(body)), "Content-Type": served.content_type, **served.headers}
        if start is not None:
            headers["Content-Range"] = f"bytes {start}-{len(served.body) - 1}/{len(served.body)}"
        self._head(served.status if start is None else 206, headers | ({"ETag": served.etag} if served.etag else {}))
        if with_body:
            self.wfile.write(body[: served.cuts.pop(0) if served.cuts else len(body)])
        return None

    def _start(self, served: Served) -> int | None:
        asked, condition = self.headers.get("Range"), self.headers.get("If-Range")
        if not asked or not served.ranges or (condition and condition != served.etag):
            return None
        return int(asked.removeprefix("bytes=").rstrip("-"))

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
