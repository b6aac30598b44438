"""The admin theme: everything that comes from django-unfold, so that another theme is a change of this module alone."""

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
