"""Children of the development runner: each in a process group of its own, so that all of it can be stopped."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence

PR_SET_PDEATHSIG = 1  # from linux/prctl.h
PATIENCE = 10.0  # seconds between a polite request to end and the end


class Child:
    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent
        )

    @property
    def exit_status(self) -> int | None:
        return self._process.poll()

    def signal_group(self, number: signal.Signals) -> None:
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
            return

    def group_is_gone(self) -> bool:
        self._process.poll()
        try:
            os.killpg(self._process.pid, 0)
        except (ProcessLookupError, PermissionError):
            return True
        return False


def stop(children: Iterable[Child], *, patience: float = PATIENCE) -> None:
    """Ends the children and theirs: asks first, insists after `patience` seconds."""
    remaining = list(children)
    for child in remaining:
        child.signal_group(signal.SIGTERM)
    deadline = time.monotonic() + patience
    while remaining and time.monotonic() < deadline:
        time.sleep(0.05)
        remaining = [child for child in remaining if not child.group_is_gone()]
    for child in remaining:
        child.signal_group(signal.SIGKILL)


def port_is_free(port: int) -> bool:
    """Whether somebody could serve on this port of this machine, under IPv4 and, where there is one, IPv6."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            if family == socket.AF_INET6 and not _is_in_use(error):
                continue
            return False
    return True


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _is_in_use(error: OSError) -> bool:
    return error.errno == errno.EADDRINUSE


def _end_with_parent() -> None:
    """Linux ends the child when this process is killed without a chance to clean up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
