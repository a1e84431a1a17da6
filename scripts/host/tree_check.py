"""For the release step. `source FOLDER DIGEST` and `as-made FOLDER MARK` fail where a folder is not
what it was; `record FOLDER` prints what a mark keeps; `exchange ONE OTHER` gives each the other's name.
"""

import ctypes

RENAME_EXCHANGE = 2
AT_FDCWD = -100


def is_source(folder, digest):
    found, odd = digest_of(folder)
    return not odd and found.total.hexdigest() == digest


def exchange(one, other):
    """At once, so that at no moment there is nothing under either name: mv of Debian 12 cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) != 0:
        sys.exit(f"{one} and {other} cannot change places: {os.strerror(ctypes.get_errno())}")


verb, *arguments = sys.argv[1:]
if verb == "record":
    sys.stdout.write(inventory(*arguments))
elif verb == "exchange":
    exchange(*arguments)
else:
    sys.exit(0 if {"source": is_source, "as-made": is_intact}[verb](*arguments) else 1)
