"""bin/demo: always the demo's own stores and state, whatever the environment says."""

from __future__ import annotations

import fcntl

from tests.packaging.conftest import Checkout


def demo_file(checkout: Checkout, name: str) -> str:
    path = checkout.folder / "var" / "demo" / name
    return path.read_text() if path.exists() else ""


def test_the_demo_is_set_up_built_and_migrated(checkout: Checkout) -> None:
    done = checkout.run("bin/demo")
    assert done.returncode == 0
    assert checkout.commands() == [
        "migrate --no-input --verbosity 0",
        "createcachetable --verbosity 0",
        "build_demo_stores --folder var/demo",
        "migrate_store",
    ]
    assert done.stdout.splitlines()[-1].endswith("bin/serve --demo")


def test_no_command_of_the_demo_sees_a_real_configuration(checkout: Checkout) -> None:
    checkout.environment |= {
        "TARGET_DATABASE_URL": "mysql://real/",
        "SOURCE_IMAGE_URL": "sftp://real/",
        "DATABASE_URL": "mysql://real/",
        "REDIS_URL": "redis://real/",
        "VAR_DIR": "/real",
    }
    assert checkout.run("bin/demo").returncode == 0
    assert len(checkout.calls()) == 4
    for made in checkout.calls():
        assert made.environment == {
            "VAR_DIR": f"{checkout.folder}/var/demo/state",
            "SOURCE_DATABASE_URL": "sqlite:///var/demo/source.sqlite3",
            "TARGET_DATABASE_URL": "sqlite:///var/demo/target.sqlite3",
            "SOURCE_IMAGE_URL": f"{checkout.folder}/var/demo/source-files/image",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "DJANGO_SUPERUSER_PASSWORD": None,
            "DJANGO_SETTINGS_MODULE": None,
        }


def test_arguments_reach_the_migration(checkout: Checkout) -> None:
    checkout.run("bin/demo", "products", "--batch-size", "50")
    assert checkout.commands()[-1] == "migrate_store products --batch-size 50"


def test_the_exit_code_is_the_migration_s(checkout: Checkout) -> None:
    done = checkout.run("bin/demo", exits={"migrate_store": 3})
    assert done.returncode == 3
    assert "bin/serve" not in done.stdout


def test_stores_that_cannot_be_built_end_it(checkout: Checkout) -> None:
    done = checkout.run("bin/demo", exits={"build_demo_stores": 1})
    assert done.returncode == 1
    assert "the demo stores could not be built" in done.stderr
    assert checkout.commands()[-1] == "build_demo_stores --folder var/demo"


def test_every_demo_begins_anew(checkout: Checkout) -> None:
    state = checkout.folder / "var" / "demo" / "state"
    state.mkdir(parents=True)
    (state / "migrator.sqlite3").write_text("an old run")
    checkout.run("bin/demo")
    assert not state.exists()


def test_resume_and_sync_go_on_with_the_stores_of_before(checkout: Checkout) -> None:
    checkout.run("bin/demo")
    (checkout.folder / "var" / "demo" / "target.sqlite3").write_text("half migrated")
    (checkout.folder / "calls").unlink()
    checkout.run("bin/demo", "--resume")
    assert "build_demo_stores --folder var/demo" not in checkout.commands()
    assert checkout.commands()[-1] == "migrate_store --resume"
    assert demo_file(checkout, "target.sqlite3") == "half migrated"


def test_a_demo_in_use_is_left_alone(checkout: Checkout) -> None:
    folder = checkout.folder / "var" / "demo"
    folder.mkdir(parents=True)
    (folder / "source.sqlite3").write_text("in use")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = checkout.run("bin/demo")
    assert done.returncode == 1
    assert done.stderr == (
        "bin/demo: the demo is in use by another bin/demo or bin/serve --demo; end that one first.\n"
    )
    assert demo_file(checkout, "source.sqlite3") == "in use"
    assert checkout.calls() == []
