"""Accounts and groups, in the theme of the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from migrator.admin.theme import AdminPasswordChangeForm, ModelAdmin, UserChangeForm, UserCreationForm

__all__ = ["PeopleAdmin", "PeopleGroupAdmin"]

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PeopleAdmin(UserAdmin, ModelAdmin):  # type: ignore[type-arg]
    """The accounts."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class PeopleGroupAdmin(GroupAdmin, ModelAdmin):
    """The groups; “Viewers”, “Operators” and “Administrators” come with the tool."""
