"""Images, downloads and uploads: bring them over, and prove that they are whole."""

from migrator.files.errors import FilesError
from migrator.files.kinds import KINDS
from migrator.files.reports import Issue, TransferReport, VerifyReport
from migrator.files.roots import Roots
from migrator.files.transfer import transfer
from migrator.files.verify import verify

__all__ = [
    "KINDS",
    "FilesError",
    "Issue",
    "Roots",
    "TransferReport",
    "VerifyReport",
    "transfer",
    "verify",
]
