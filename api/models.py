"""The table behind the cache that all processes share."""

from __future__ import annotations

from django.db import models

__all__ = ["CacheEntry"]


class CacheEntry(models.Model):
    """One value of ``api.cache.SharedCache``: a whole number in ``number``, anything else as JSON in ``document``.

    ``expires_at`` is in seconds since 1970, empty for a value that stays.
    """

    key = models.CharField(max_length=250, primary_key=True)
    number = models.BigIntegerField(null=True)
    document = models.TextField(blank=True)
    expires_at = models.FloatField(null=True, db_index=True)

    class Meta:
        verbose_name_plural = "cache entries"
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
