"""The store API's addresses: OpenCart's own script, in any folder, and the OpenAPI paths."""

from django.urls import path, re_path

from opencart_proxy import conf
from opencart_proxy.views import store_api

urlpatterns = [
    re_path(r"^(?:[^?]*/)?index\.php$", store_api, name="store-api"),
    path(f"{conf.mount()}/<path:operation>", store_api, name="store-api-operation"),
]
