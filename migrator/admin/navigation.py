"""The sidebar: what is where, and who sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

__all__ = ["sidebar"]


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups of links that the account may follow."""

    def link(title: str, icon: str, name: str, permission: str = "migrator.view_run") -> dict[str, Any]:
        address = reverse(name)
        return {
            "title": title,
            "icon": icon,
            "link": address,
            "permission": _allowed(permission),
            "active": request.path == address or (name != "admin:index" and request.path.startswith(address)),
        }

    return [
        {
            "title": "Migration",
            "items": [
                link("Board", "dashboard", "admin:index"),
                link("Preflight", "fact_check", "board:preflight"),
                link("Runs", "history", "admin:migrator_run_changelist"),
                link("Rejected rows", "block", "admin:migrator_rejectedrow_changelist", "migrator.view_rejectedrow"),
                link("Log", "terminal", "board:logs", "migrator.view_logentry"),
            ],
        },
        {
            "title": "Proof",
            "items": [
                link("Validation", "verified", "board:validation", "migrator.view_validationreport"),
                link("Migration report", "summarize", "board:report"),
                link("Where data goes", "account_tree", "board:mapping"),
            ],
        },
        {
            "title": "The rest of the shop",
            "items": [
                link("Images and files", "image", "board:files"),
                link("Extensions", "extension", "board:extensions"),
            ],
        },
        {
            "title": "Administration",
            "items": [
                link("Webhooks", "webhook", "admin:migrator_webhook_changelist", "migrator.view_webhook"),
                link("People", "person", "admin:auth_user_changelist", "auth.view_user"),
                link("History", "manage_history", "admin:admin_logentry_changelist", "admin.view_logentry"),
                link("Groups", "group", "admin:auth_group_changelist", "auth.view_group"),
            ],
        },
    ]


def _allowed(permission: str) -> Callable[[HttpRequest], bool]:
    return lambda request: request.user.has_perm(permission)
