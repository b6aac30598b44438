"""URLs of the project: the admin, the REST API and the store API."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("opencart_proxy.urls")),
]
