"""Executors by name: where the batches of a study are lived, other than on this machine's cores.

``dask://HOST:PORT`` is the scheduler of a Dask cluster that runs already. Its workers write into
the result folder themselves, so they must see it under the same path, and have the same Politeia.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from politeia.errors import BadInput, MachineTrouble

DASK = "dask://"
SECONDS_TO_ANSWER = 30


@dataclass(frozen=True)
class Elsewhere:
    """An executor that can be founded, and how many tasks it does at the same time."""

    found: Callable[[], Executor]
    workers: int


class Cluster(Executor):
    """A Dask cluster that is connected to as long as the executor is used."""

    def __init__(self, host: str, port: int) -> None:
        from distributed import Client

        # A client that finds nobody is left half made, and may hang the next one as it is cleared
        # away; so the door is knocked at first.
        try:
            socket.create_connection((host, port), timeout=SECONDS_TO_ANSWER).close()
            self._client = Client(
                f"tcp://{_bracketed(host)}:{port}", timeout=SECONDS_TO_ANSWER, set_as_default=False
            )
        except (OSError, TimeoutError) as error:
            raise MachineTrouble(f"no Dask scheduler answers at {host}:{port}: {error}") from None
        self._executor = self._client.get_executor(pure=False)

    def workers(self) -> int:
        """Return how many tasks the cluster does at the same time, now."""
        return sum(self._client.nthreads().values())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Give a call to the cluster and return its future."""
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what is being done, or let go of it, and leave the cluster, which runs on."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()


def elsewhere(name: str) -> Elsewhere:
    """Return the executor of a name such as ``dask://10.0.0.5:8786``.

    Raises:
        BadInput: when the name is none, or the extra ``dask`` is not installed.
        MachineTrouble: when nothing answers there, or the cluster has no workers.
    """
    host, port = _address(name)
    try:
        cluster = Cluster(host, port)
    except ImportError:
        told = "--executor dask:// needs the extra dask: pip install 'politeia[dask]'"
        raise BadInput(told) from None
    workers = cluster.workers()
    cluster.shutdown()
    if not workers:
        raise MachineTrouble(f"the Dask cluster at {host}:{port} has no workers: start some first")
    return Elsewhere(lambda: Cluster(host, port), workers)


def _address(name: str) -> tuple[str, int]:
    """Return host and port of a name such as ``dask://10.0.0.5:8786``.

    Raises:
        BadInput: when it has not both.
    """
    told = f"--executor: must be dask://HOST:PORT, the address of a scheduler: {name}"
    try:
        parts = urlsplit(name)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadInput(told) from None
    if f"{parts.scheme}://" != DASK or not host or not port or parts.path or " " in host:
        raise BadInput(told)
    return host, port


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def share_of(words: str) -> tuple[int, int]:
    """Return which share of how many ``words`` such as 3/20 mean.

    Raises:
        BadInput: when they mean none.
    """
    number, _, of = words.partition("/")
    if number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
        return int(number), int(of)
    raise BadInput(f"--shard: must be I/N with I from 1 to N, such as 3/20: {words}")
