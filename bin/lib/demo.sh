# shellcheck shell=sh
# The demo: two SQLite stores and a state of its own below var/demo, apart from any real configuration.
# Sourced after checkout.sh with the checkout as working directory.

DEMO_DIR=var/demo

# use_demo: from here on every command works on the demo, whatever the environment and .env say.
use_demo() {
    export SOURCE_DATABASE_URL="sqlite:///$DEMO_DIR/source.sqlite3" TARGET_DATABASE_URL="sqlite:///$DEMO_DIR/target.sqlite3"
    export SOURCE_IMAGE_URL="$PWD/$DEMO_DIR/source-files/image" TARGET_IMAGE_URL="$PWD/$DEMO_DIR/target-files/image"
    export SOURCE_STORAGE_URL="$PWD/$DEMO_DIR/source-files/storage" TARGET_STORAGE_URL="$PWD/$DEMO_DIR/target-files/storage"
    export VAR_DIR="$PWD/$DEMO_DIR/state" DATABASE_URL="" REDIS_URL=""
}

# hold_demo: keep the demo to this process and its children until they end.
hold_demo() {
    mkdir -p "$DEMO_DIR"
    exec 9>"$DEMO_DIR/lock"
    flock --nonblock 9 || fail "the demo is in use by another bin/demo or bin/serve --demo; end that one first."
}

demo_exists() {
    [ -f "$DEMO_DIR/source.sqlite3" ] && [ -f "$DEMO_DIR/target.sqlite3" ]
}

# clear_demo: forget stores, runs and the admin account, so that none of them outlives the others.
clear_demo() {
    find "$DEMO_DIR" -mindepth 1 ! -name lock -delete
}

build_demo() {
    say "Building the demo stores in $DEMO_DIR"
    mkdir -p "$TARGET_IMAGE_URL" "$TARGET_STORAGE_URL"
    quietly .venv/bin/python manage.py build_demo_stores --folder "$DEMO_DIR" ||
        fail "the demo stores could not be built; see above."
}
