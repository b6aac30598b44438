"""The store API's HTTP entry, as a view and as a middleware that passes the admin's middleware by."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from opencart_proxy import conf, texts
from opencart_proxy.serve import serve
from opencart_proxy.wire.answer import Answer, respond
from opencart_proxy.wire.request import BadRequestError, read

__all__ = ["StoreApiMiddleware", "store_api"]


@csrf_exempt
def store_api(request: HttpRequest, operation: str | None = None) -> HttpResponse:
    """Answer ``index.php?route=…`` or, with ``operation``, a path below the OpenAPI mount."""
    try:
        message = read(request, operation)
    except BadRequestError:
        return respond(Answer({"error": texts.NOT_COMPLETED}, 400))
    return respond(serve(message))


class StoreApiMiddleware:
    """Answers the store API's paths at once; as the first middleware it spares them sessions, users and CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.mount = f"/{conf.mount()}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.endswith("/index.php"):
            return store_api(request)
        if request.path_info.startswith(self.mount):
            return store_api(request, request.path_info.removeprefix(self.mount))
        return self.get_response(request)
