"""The two folders of a shop: ``image`` and ``storage``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from migrator.files.errors import FilesError
from migrator.files.folders import Folder, open_folder
from migrator.files.kinds import KINDS, OTHER, Root

__all__ = ["Roots", "refuse_same_folders"]

SIDES = {"source": "SOURCE", "target": "TARGET"}


@dataclass(frozen=True, slots=True)
class Roots:
    """``image/`` and the storage folder (``system/storage``, or wherever it was moved) of one shop."""

    image: Folder | None = None
    storage: Folder | None = None

    @classmethod
    def open(cls, side: str, image_url: str, storage_url: str) -> Roots:
        """Open the folders that are configured; ``side`` is ``source`` or ``target``. Raises ``FilesError``."""
        name = SIDES[side]
        image = open_folder(image_url, f"{name}_IMAGE_URL") if image_url else None
        try:
            storage = open_folder(storage_url, f"{name}_STORAGE_URL") if storage_url else None
        except FilesError:
            if image is not None:
                image.close()
            raise
        return cls(image, storage)

    def __getitem__(self, root: Root) -> Folder | None:
        return self.image if root == "image" else self.storage

    def __iter__(self) -> Iterator[tuple[Root, Folder]]:
        if self.image is not None:
            yield "image", self.image
        if self.storage is not None:
            yield "storage", self.storage

    def with_same(self, other: Roots) -> Roots:
        """Return the folders that ``other`` has too."""
        return Roots(self.image if other.image else None, self.storage if other.storage else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, folder in self:
            folder.close()


def refuse_same_folders(source: Roots, target: Roots) -> None:
    """Raise ``FilesError`` when a folder of the target is the source's."""
    for root, folder in source:
        other = target[root]
        if other is not None and folder.label == other.label:
            raise FilesError(
                f"SOURCE_{root.upper()}_URL and TARGET_{root.upper()}_URL name the same folder; "
                "the target is the folder of the OpenCart 4 installation",
                variable=f"TARGET_{root.upper()}_URL",
            )


def usable_kinds(kinds: Collection[str], *sides: Roots) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the types whose folder is configured on all ``sides``, and a sentence for each folder that is not.

    No ``kinds`` means all. A type that was asked for by name and cannot be served raises ``FilesError``, as does
    it when no folder is configured at all.
    """
    notes: list[str] = []
    usable: list[str] = []
    for kind in kinds or KINDS:
        root: Root = "image" if kind == OTHER else KINDS[kind][0].root
        if all(side[root] is not None for side in sides):
            usable.append(kind)
            continue
        sentence = (
            f"The {root} folder is not configured (SOURCE_{root.upper()}_URL and TARGET_{root.upper()}_URL), "
            f"so {'images' if root == 'image' else 'downloads and uploads'} are left out."
        )
        if kinds:
            raise FilesError(sentence, variable=f"SOURCE_{root.upper()}_URL")
        if sentence not in notes:
            notes.append(sentence)
    if not usable:
        raise FilesError(
            "No folder is configured; set SOURCE_IMAGE_URL and TARGET_IMAGE_URL", variable="SOURCE_IMAGE_URL"
        )
    return tuple(usable), tuple(notes)
