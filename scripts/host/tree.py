"""What is in a folder of files that are root's: for the release step, which keeps it, and for the
reading of drift, which compares. Byte code, which Python may write anew, is left out.
"""

import hashlib
import json
import os
import stat
import sys
import tarfile

# As components/app/source-digest.ts has it: the digest of the files is the source's name.
SOURCE_FORMAT = b"django-droplet source 1\n"
MARK = ".complete"


def entries(root):
    """Each file and link with its lstat, sorted by the bytes of its path; and what is not as root left
    it: another's, writable by another, or no file at all."""
    found, odd = [], []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in ["", *names, *links]:
            path = os.path.join(folder, name).rstrip("/")
            relative = os.path.relpath(path, root)
            if relative == MARK:
                continue
            info = os.lstat(path)
            is_link = stat.S_ISLNK(info.st_mode)
            if (info.st_uid, info.st_gid) != (0, 0) or (info.st_mode & 0o022 and not is_link):
                odd.append((relative, place_of(path, info)))
            if is_link or stat.S_ISREG(info.st_mode):
                found.append((relative, info))
            elif not stat.S_ISDIR(info.st_mode):
                odd.append((relative, "is no file"))
    return sorted(found, key=lambda entry: entry[0].encode(errors="replace")), sorted(odd)


def place_of(path, info):
    return f"has mode 0{stat.S_IMODE(info.st_mode):o} and owner {info.st_uid}:{info.st_gid}; only root may write it"


class Digest:
    """Over all files of a source, and of each by itself."""

    def __init__(self):
        self.total = hashlib.sha256(SOURCE_FORMAT)
        self.files = {}

    def add(self, path, kind, executable, size, blocks):
        header = json.dumps([path, kind, executable, size], ensure_ascii=False, separators=(",", ":"))
        self.total.update(f"{header}\n".encode(errors="replace"))
        own = hashlib.sha256()
        for block in blocks:
            self.total.update(block)
            own.update(block)
        self.files[path] = [kind, executable, own.hexdigest()]


def blocks_of(file):
    return iter(lambda: file.read(1 << 20), b"")


def digest_of(root):
    digest = Digest()
    found, odd = entries(root)
    for path, info in found:
        whole = os.path.join(root, path)
        if stat.S_ISLNK(info.st_mode):
            target = os.fsencode(os.readlink(whole))
            digest.add(path, "link", False, len(target), [target])
        else:
            with open(whole, "rb") as file:
                digest.add(path, "file", bool(info.st_mode & 0o100), info.st_size, blocks_of(file))
    return digest, odd


def digest_of_archive(file):
    digest = Digest()
    with tarfile.open(file) as archive:
        for member in archive:
            if member.issym():
                target = os.fsencode(member.linkname)
                digest.add(member.name, "link", False, len(target), [target])
            elif member.isfile():
                content = archive.extractfile(member)
                digest.add(member.name, "file", bool(member.mode & 0o100), member.size, blocks_of(content))
    return digest


def inventory(folder):
    """Text that a folder's mark holds: what was in it when it was made."""
    files = digest_of(folder)[0].files.items()
    return "".join(f"{json.dumps([path, *of])}\n" for path, of in files)


def recorded(mark):
    """What a mark says; none where it was made before marks said anything."""
    try:
        with open(mark, encoding="utf-8") as file:
            return {path: of for path, *of in map(json.loads, file)} or None
    except (OSError, ValueError):
        return None


def differences(wanted, found):
    """Paths with what has become of them."""
    return [
        (path, "missing" if path not in found else "added" if path not in wanted else "changed")
        for path in sorted({*wanted, *found})
        if wanted.get(path) != found.get(path)
    ]


def is_intact(folder, mark):
    digest, odd = digest_of(folder)
    wanted = recorded(mark)
    return not odd and (wanted is None or not differences(wanted, digest.files))
