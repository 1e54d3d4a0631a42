"""What a fork server imports once for all workers: the model, with its kernels."""

import contextlib

# A model that cannot be imported says so in the first job, with its traceback and its job's name.
with contextlib.suppress(Exception):
    import politeia.lives  # noqa: F401
