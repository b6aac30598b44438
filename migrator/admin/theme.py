"""The admin theme: everything that comes from django-unfold, so that another theme is a change of this module alone.

Unfold has no types: a type checker sees Django's own classes, which Unfold's extend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeAlias, TypeVar

    from django.contrib import admin
    from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
    from django.forms import CheckboxSelectMultiple, PasswordInput, TextInput

    Method = TypeVar("Method", bound=Callable[..., Any])
    ModelAdmin: TypeAlias = admin.ModelAdmin[Any]
    TabularInline: TypeAlias = admin.TabularInline[Any, Any]

    def display(
        *, description: str = "", ordering: str = "", label: Mapping[Any, str] | None = None
    ) -> Callable[[Method], Method]:
        """Return a decorator for a column; ``label`` gives its values (value, words) a colour."""

    def action(*, description: str, permissions: Sequence[str] = ()) -> Callable[[Method], Method]:
        """Return a decorator for something that is done with the chosen rows."""
else:
    from unfold.admin import ModelAdmin, TabularInline
    from unfold.decorators import action, display
    from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
    from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget as CheckboxSelectMultiple
    from unfold.widgets import UnfoldAdminPasswordWidget as PasswordInput
    from unfold.widgets import UnfoldAdminTextInputWidget as TextInput

__all__ = [
    "AdminPasswordChangeForm",
    "CheckboxSelectMultiple",
    "ModelAdmin",
    "PasswordInput",
    "TabularInline",
    "TextInput",
    "UserChangeForm",
    "UserCreationForm",
    "action",
    "display",
]
