"""Run on the host as root, isolated: what is where the stack has put something. Changes nothing.

The files of a reader are one program: status_basics, status_supervisor, tree, drift_files,
drift_system, drift_reading. This one has files, links, folders, and the trees of releases.
"""

import grp

# Of a text that is shown: no unit, site or settings file comes near it.
MOST_TEXT = 64 * 1024
# Of a tree: who changed more sees that there is more.
MOST_FILES = 20


def name_of(number, by_number, field):
    try:
        return getattr(by_number(number), field)
    except KeyError:
        return str(number)


def owner_of(info):
    user = name_of(info.st_uid, pwd.getpwuid, "pw_name")
    return f"{user}:{name_of(info.st_gid, grp.getgrgid, 'gr_name')}"


def read_path(path, with_text):
    """None where nothing is."""
    try:
        info = os.lstat(path)
    except OSError:
        return None
    found = {"mode": f"0{stat.S_IMODE(info.st_mode):o}", "owner": owner_of(info)}
    if stat.S_ISLNK(info.st_mode):
        return {**found, "type": "link", "target": os.readlink(path)}
    if stat.S_ISDIR(info.st_mode):
        return {**found, "type": "folder"}
    if not stat.S_ISREG(info.st_mode):
        return {**found, "type": "other"}
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        first = file.read(MOST_TEXT + 1)
        digest.update(first)
        for block in blocks_of(file):
            digest.update(block)
    text = as_text(first) if with_text else None
    return {**found, "type": "file", "sha256": digest.hexdigest(), "text": text}


def as_text(content):
    """None for what is too long or no text."""
    if len(content) > MOST_TEXT:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def names_in(folder):
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def summary(changes, odd, texts_of=None):
    """What differs in a tree: the first of it by name, and how much there is."""
    listed = [{"path": path, "is": what} for path, what in changes]
    for change in listed[:MOST_FILES] if texts_of else []:
        change.update(texts_of(change["path"]))
    places = [{"path": path, "is": what} for path, what in odd]
    return {"files": [*listed[:MOST_FILES], *places[:MOST_FILES]], "count": len(listed) + len(places)}


def read_source(folder, digest, archive):
    """The state names the source by its digest; which files differ from it the archive tells."""
    if not os.path.isdir(folder):
        return None
    found, odd = digest_of(folder)
    if found.total.hexdigest() == digest:
        return {"same": True, "archive": True, **summary([], odd)}
    try:
        wanted = digest_of_archive(archive)
    except (OSError, EOFError, tarfile.TarError):
        wanted = None
    if not wanted or wanted.total.hexdigest() != digest:
        return {"same": False, "archive": False, **summary([], odd)}
    changes = differences(wanted.files, found.files)
    with tarfile.open(archive) as files:
        texts = lambda path: {  # noqa: E731
            "before": text_in(files, path),
            "now": text_at(os.path.join(folder, path)),
        }
        return {"same": False, "archive": True, **summary(changes, odd, texts)}


def text_in(archive, path):
    try:
        content = archive.extractfile(path)
    except KeyError:
        return ""
    return as_text(content.read(MOST_TEXT + 1)) if content else None


def text_at(path):
    """A link is not followed: it could lead to what nobody is to see."""
    if not os.path.lexists(path):
        return ""
    if os.path.islink(path):
        return None
    with open(path, "rb") as file:
        return as_text(file.read(MOST_TEXT + 1))


def read_made(folder, mark):
    """What was made on the host, by what its mark says of it."""
    if not os.path.isdir(folder):
        return None
    wanted = recorded(mark)
    found, odd = digest_of(folder)
    changes = differences(wanted, found.files) if wanted is not None else []
    return {"same": not changes, "recorded": wanted is not None, **summary(changes, odd)}


def read_release(release, source, archive, virtualenv):
    mark = f"{release}/{MARK}"
    return {
        "complete": os.path.exists(mark),
        "source": read_source(f"{release}/src", source, archive),
        "static": read_made(f"{release}/static", mark),
        "virtualenv": read_made(virtualenv, f"{virtualenv}/{MARK}"),
    }
