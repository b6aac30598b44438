"""A folder on a server that is reached by SFTP."""

from __future__ import annotations

import base64
import errno
import hashlib
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import paramiko

from migrator.files.errors import ConflictError, FilesError
from migrator.files.folders.base import Entry, Readable
from migrator.files.folders.tree import OUTSIDE, REMEMBERED_FOLDERS, Item, TreeFolder, temporary_name
from migrator.files.folders.url import FolderUrl

__all__ = ["SftpFolder", "fingerprint"]

CONNECT_SECONDS = 15
REQUESTS_AHEAD = 64
NANOSECONDS = 1_000_000_000


def fingerprint(key: paramiko.PKey) -> str:
    """Return a host key's fingerprint as OpenSSH prints it: ``SHA256:…``."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")


class _Pinned(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
    def __init__(self, expected: str, variable: str) -> None:
        self.expected = expected
        self.variable = variable

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        found = fingerprint(key)
        if self.expected and found == self.expected:
            return
        wanted = f"not {self.expected}" if self.expected else "which is not in the known_hosts file"
        raise FilesError(
            f"{self.variable}: the server {hostname} shows the host key {found}, {wanted}; compare it with the one "
            "that your hosting company publishes, and when it is right add it with ?host_key=",
            variable=self.variable,
        )


class SftpFolder(TreeFolder):
    """Files below a folder of an SSH account.

    The server must prove itself: by a key in ``known_hosts`` (or the file of the option ``known_hosts``), or by the
    fingerprint in the option ``host_key``. Each thread has a channel of its own in one connection.
    """

    workers = 8  # OpenSSH allows ten channels in a connection

    def __init__(self, url: FolderUrl) -> None:
        super().__init__()
        self._url = url
        self._lock = threading.Lock()
        self._channels = threading.local()
        self._client: paramiko.SSHClient | None = None
        self.label = str(url)
        try:
            self.root = self._sftp.normalize(url.path or ".")
            if not stat.S_ISDIR(self._sftp.stat(self.root).st_mode or 0):
                raise FileNotFoundError
        except FileNotFoundError:
            self.close()
            raise FilesError(
                f"{url.variable} names a folder that is not on the server: {url.path}", variable=url.variable
            ) from None
        self._made: set[str] = set()

    # -- connection ---------------------------------------------------------------------------

    def _connect(self) -> paramiko.SSHClient:
        url = self._url
        client = paramiko.SSHClient()
        pin = url.options.get("host_key", "")
        try:
            if "known_hosts" in url.options:
                client.load_host_keys(url.options["known_hosts"])
            elif not pin:
                client.load_system_host_keys()
            client.set_missing_host_key_policy(_Pinned(pin, url.variable))
            client.connect(
                url.host,
                port=url.port or 22,
                username=url.user or None,
                password=url.password or None,
                key_filename=url.options.get("key_file"),
                allow_agent=not url.password,
                look_for_keys=not url.password and "key_file" not in url.options,
                timeout=CONNECT_SECONDS,
                banner_timeout=CONNECT_SECONDS,
                auth_timeout=CONNECT_SECONDS,
            )
        except FilesError:
            client.close()
            raise
        except paramiko.BadHostKeyException as error:
            client.close()
            raise FilesError(
                f"{url.variable}: the server {url.host} shows another host key ({fingerprint(error.key)}) than the "
                "known one; somebody may be listening in, so ask your hosting company before you change known_hosts",
                variable=url.variable,
            ) from None
        except paramiko.AuthenticationException:
            client.close()
            raise FilesError(
                f"{url.variable}: the server {url.host} refuses the user “{url.user}”; check user, password and key",
                variable=url.variable,
            ) from None
        except (OSError, paramiko.SSHException, EOFError) as error:
            client.close()
            missing = error.filename if isinstance(error, FileNotFoundError) and error.filename else ""
            reason = f"there is no file {missing}" if missing else f"no answer from {url.host}:{url.port or 22}"
            raise FilesError(
                f"{url.variable}: {reason}; check host, port, firewall and options", variable=url.variable
            ) from None
        return client

    @property
    def _sftp(self) -> paramiko.SFTPClient:
        """This thread's channel; a broken connection is made anew."""
        channel: paramiko.SFTPClient | None = getattr(self._channels, "sftp", None)
        if channel is not None:
            raw = channel.get_channel()
            if raw is not None and not raw.closed:
                return channel
        with self._lock:
            transport = self._client.get_transport() if self._client is not None else None
            if transport is None or not transport.is_active():
                self._client = self._connect()
            client = self._client
            assert client is not None  # noqa: S101 - just connected
        try:
            channel = client.open_sftp()
        except (paramiko.SSHException, EOFError) as error:
            raise OSError(errno.ECONNRESET, f"the connection to {self._url.host} broke") from error
        self._channels.sftp = channel
        return channel

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    # -- the operations of the storage --------------------------------------------------------

    def _scan(self, folder: str) -> Iterator[Item]:
        with _broken_as_oserror():
            found = self._sftp.listdir_attr(folder)
        for info in found:
            yield _as_item(info.filename, info)

    def _item(self, full: str, *, follow: bool) -> Item:
        with _broken_as_oserror():
            return _as_item("", self._sftp.stat(full) if follow else self._sftp.lstat(full))

    def _real(self, full: str) -> str:
        try:
            with _broken_as_oserror():
                return str(self._sftp.normalize(full))
        except FileNotFoundError:  # OpenSSH resolves existing paths only
            parent, _, name = full.rpartition("/")
            return f"{self._real(parent)}/{name}" if parent else full

    def _remove(self, full: str) -> None:
        with _broken_as_oserror():
            self._sftp.remove(full)

    @contextmanager
    def open(self, path: str) -> Iterator[Readable]:
        full = self._readable(path)
        with _broken_as_oserror(), self._sftp.open(full, "rb") as file:
            file.prefetch(file.stat().st_size, max_concurrent_requests=REQUESTS_AHEAD)
            yield file

    def write(self, path: str, chunks: Iterable[bytes], entry: Entry, *, replace: bool) -> None:
        parent, _, name = path.rpartition("/")
        folder = self._make(parent)
        final, temporary = f"{folder}/{name}", f"{folder}/{temporary_name()}"
        sftp = self._sftp
        try:
            with _broken_as_oserror():
                with sftp.open(temporary, "wxb") as file:
                    file.set_pipelined(True)
                    for chunk in chunks:
                        file.write(chunk)
                seconds = entry.mtime_ns // NANOSECONDS
                sftp.utime(temporary, (seconds, seconds))
                if replace:
                    sftp.posix_rename(temporary, final)
                elif self._exists(final):
                    raise ConflictError
                else:
                    sftp.rename(temporary, final)
        except BaseException:
            with suppress(OSError, EOFError, paramiko.SSHException):
                sftp.remove(temporary)
            raise

    def _exists(self, full: str) -> bool:
        try:
            self._item(full, follow=False)
        except FileNotFoundError:
            return False
        return True

    def _make(self, relative: str) -> str:
        """Return the real path of a folder inside the root, made with its parents where missing."""
        real = self._inside_cached(relative)
        if real is None:
            raise PermissionError(errno.EPERM, OUTSIDE)
        if real in self._made:
            return real
        folder = self.root
        for part in real.removeprefix(self.root).strip("/").split("/"):
            folder = f"{folder}/{part}" if part else folder
            try:
                self._sftp.mkdir(folder)
            except OSError:  # the protocol does not say “exists already”, so look
                if not stat.S_ISDIR(self._item(folder, follow=True).mode):
                    raise ConflictError from None
        if len(self._made) >= REMEMBERED_FOLDERS:
            self._made.clear()
        self._made.add(real)
        return real


@contextmanager
def _broken_as_oserror() -> Iterator[None]:
    """Give a connection that breaks as the ``OSError`` it is."""
    try:
        yield
    except (EOFError, paramiko.SSHException) as error:
        raise ConnectionResetError(errno.ECONNRESET, "the connection broke") from error


def _as_item(name: str, info: paramiko.SFTPAttributes) -> Item:
    return Item(name, info.st_mode or 0, info.st_size or 0, (info.st_mtime or 0) * NANOSECONDS)
