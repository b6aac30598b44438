"""The REST API's addresses; a slash at the end makes no difference (``ApiMiddleware``)."""

from __future__ import annotations

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.views.files import ImageViewSet
from api.views.orchestrator import OrchestratorViewSet
from api.views.rejects import RejectViewSet
from api.views.root import RootViewSet, nothing_here
from api.views.session import SessionViewSet
from api.views.steps import StepViewSet
from api.views.system import AnalysisViewSet, HealthViewSet, LogViewSet, SystemViewSet
from api.views.validation import ValidationViewSet
from api.views.webhooks import WebhookViewSet

operations = [
    path("steps", StepViewSet.as_view({"get": "list"})),
    path("steps/<str:step_id>", StepViewSet.as_view({"get": "retrieve"})),
    path("migrate/<str:step_id>", StepViewSet.as_view({"post": "migrate"})),
    path("migrate/<str:step_id>/progress", StepViewSet.as_view({"get": "progress"})),
    path("migrate/<str:step_id>/stop", StepViewSet.as_view({"post": "stop"})),
    path("migrate/<str:step_id>/reset", StepViewSet.as_view({"post": "reset"})),
    path("validate/<str:step_id>", ValidationViewSet.as_view({"post": "validate"})),
    path("validate/<str:step_id>/report", ValidationViewSet.as_view({"get": "report"})),
    path("orchestrator", OrchestratorViewSet.as_view({"get": "list"})),
    path("orchestrator/start", OrchestratorViewSet.as_view({"post": "start"})),
    path("orchestrator/sync", OrchestratorViewSet.as_view({"post": "sync"})),
    path("orchestrator/status/<slug:orchestration_id>", OrchestratorViewSet.as_view({"get": "status"})),
    path("orchestrator/<slug:orchestration_id>/stop", OrchestratorViewSet.as_view({"post": "stop"})),
    path("orchestrator/<slug:orchestration_id>/resume", OrchestratorViewSet.as_view({"post": "resume"})),
    path("orchestrator/<slug:orchestration_id>/remarks", OrchestratorViewSet.as_view({"get": "remarks"})),
    path("orchestrator/<slug:orchestration_id>/report", OrchestratorViewSet.as_view({"get": "report"})),
    path("rejected", RejectViewSet.as_view({"get": "list"})),
    path("rejected/export", RejectViewSet.as_view({"get": "export"})),
    path("rejected/retry", RejectViewSet.as_view({"post": "retry"})),
    path("rejected/<int:row_id>/retry", RejectViewSet.as_view({"post": "retry_one"})),
    path("images/transfer", ImageViewSet.as_view({"post": "transfer"})),
    path("images/verify", ImageViewSet.as_view({"post": "verify"})),
    path("extensions/analyze", AnalysisViewSet.as_view({"get": "extensions"})),
    path("preflight", AnalysisViewSet.as_view({"get": "preflight"})),
    path("mapping", AnalysisViewSet.as_view({"get": "mapping"})),
    path("system/info", SystemViewSet.as_view({"get": "info"})),
    path("health", HealthViewSet.as_view({"get": "check"})),
    path("logs", LogViewSet.as_view({"get": "list"})),
    path("webhooks", WebhookViewSet.as_view({"get": "list", "post": "create"})),
    path("webhooks/<int:webhook_id>", WebhookViewSet.as_view({"get": "retrieve", "delete": "destroy"})),
    path("webhooks/<int:webhook_id>/test", WebhookViewSet.as_view({"post": "test"})),
    path("webhooks/<int:webhook_id>/enable", WebhookViewSet.as_view({"post": "enable"})),
    path("webhooks/<int:webhook_id>/disable", WebhookViewSet.as_view({"post": "disable"})),
    path("webhooks/<int:webhook_id>/deliveries", WebhookViewSet.as_view({"get": "deliveries"})),
]

documents = [
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="schema")),
    path("<path:rest>", nothing_here),
]

urlpatterns = [
    path("login", SessionViewSet.as_view({"post": "login"})),
    path("logout", SessionViewSet.as_view({"post": "logout"})),
    path("api", RootViewSet.as_view({"get": "list"})),
    path("api/", include(operations)),
    path("api/", include(documents)),
]
