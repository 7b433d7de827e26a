"""Taking the port on which the server listens. Not serving."""

import errno
import socket

from app.domain.errors import PlumblineError

Port = socket.socket


class PortError(PlumblineError):
    """The server cannot listen there."""


def listen(host: str, port: int) -> Port:
    """A socket that listens on this address. Raises PortError, with a sentence, when it cannot be had."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((str(address[0]), port), family=family, backlog=2048)
    except socket.gaierror as error:
        raise PortError(f"“{host}” is not an address of this machine. Set HOST to one that is, such as 127.0.0.1.") from error
    except OSError as error:
        raise PortError(_sentence(error, host, port)) from error


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use already, perhaps by another Plumbline. Stop that program, or choose another port: "
            f"PORT={port + 1 if port < 65535 else 8000} make run"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the system. Choose one from 1024 on: PORT=8000 make run"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine. Set HOST to one that is, such as 127.0.0.1."
    return f"The server cannot listen on {host}, port {port}. Choose another address with HOST and PORT."
