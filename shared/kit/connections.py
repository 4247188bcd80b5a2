"""How requests are read from a connection: as uvicorn does, and whole where a client offers to go on in HTTP/2."""

import httptools
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Connection(HttpToolsProtocol):
    """A server may pass over an `Upgrade` and answer in HTTP/1.1 (RFC 9110, 7.8), and we pass over all of them.

    httptools takes what follows such a head for another protocol, and so would lose the body of a POST. Java's
    HttpClient offers `h2c` over plain http. Such a connection is read by h11 from that request on.
    """

    def _should_upgrade(self) -> bool:
        # Asked only about requests that offer an upgrade: none of them is begun by this reader.
        return True

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offered:
            self._read_otherwise(data[offered.args[0] :])
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")

    def _read_otherwise(self, rest: bytes) -> None:
        """Leave the connection to h11, with the request's head and what came after it."""
        if self.cycle is not None and not self.cycle.response_complete:
            # Its client did not wait for the answer before. That one is given, and the connection closed after it.
            self.flow.pause_reading()
            self.shutdown()
            return
        head = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())]
        head += [b"%s: %s" % (name, value) for name, value in self.headers if name != b"upgrade"]
        self.connections.discard(self)
        other = H11Protocol(self.config, self.server_state, self.app_state)
        self.transport.set_protocol(other)
        other.connection_made(self.transport)
        other.data_received(b"\r\n".join([*head, b"", rest]))
