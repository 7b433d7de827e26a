"""The server for the pages, on a port that is open already. What comes before and after it is in `serving.py`."""

from collections.abc import Callable

import uvicorn

from app.cli.logs import log_config
from app.outside.port import Port

GRACE_SECONDS = 10  # for answers that are on their way when the server is told to stop


class Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[Port] | None = None) -> None:
        """Start, and say so once pages are answered."""
        await super().startup(sockets)
        self.ready()


def serve(port: Port, ready: Callable[[], None]) -> None:
    """Serve on this port until told to stop."""
    config = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        log_config=log_config(),
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    Server(config, ready).run([port])
