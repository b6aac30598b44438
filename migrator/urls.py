"""URLs of the project: the admin, the REST API and the store API."""

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()

urlpatterns = [
    path("admin/migration/", include("migrator.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("api.urls")),
    path("", include("opencart_proxy.urls")),
]
