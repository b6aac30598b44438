"""Settings of the test suite: the project's own, with state that is thrown away."""

import os
import tempfile

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="migrator-tests-")
for name in (
    *("SOURCE_DATABASE_URL", "SOURCE_IMAGE_URL", "SOURCE_STORAGE_URL"),
    *("TARGET_DATABASE_URL", "TARGET_IMAGE_URL", "TARGET_STORAGE_URL"),
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG"),
):
    os.environ[name] = ""

from migrator.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
