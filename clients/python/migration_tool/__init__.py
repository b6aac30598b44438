"""Client for the REST API of OpenCart Migrator.

from migration_tool import Client

client = Client("https://migrator.example.com", username="admin", password="…")
client.migrate_step("products", batch_size=1000)
print(client.wait("products")["status"])
"""

from migration_tool.answers import Progress, Started, Statistics, Step
from migration_tool.client import Client
from migration_tool.errors import MigrationError
from migration_tool.signature import is_signed

__all__ = ["Client", "MigrationError", "Progress", "Started", "Statistics", "Step", "is_signed"]
