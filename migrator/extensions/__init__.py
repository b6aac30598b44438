"""What a shop's extensions are, and what becomes of them in OpenCart 4."""

from migrator.extensions.analysis import Analysis, Extension, analyze
from migrator.extensions.available import program_folder

__all__ = ["Analysis", "Extension", "analyze", "program_folder"]
