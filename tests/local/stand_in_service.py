"""Copied in place of each service: these tests are about the launcher, and this starts in no time."""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

TOLD = {name: value for name, value in os.environ.items() if name.startswith("PINS_")}


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(TOLD).encode())


if __name__ == "__main__":
    print(*sys.argv[1:], TOLD["PINS_DATABASE_URL"], flush=True)  # noqa: T201 - the launcher keeps it in a log
    if sys.argv[1] == "serve":
        HTTPServer((os.environ["PINS_HOST"], int(os.environ["PINS_PORT"])), Answer).serve_forever()
    elif sys.argv[1] == "subscribe":
        time.sleep(600)
