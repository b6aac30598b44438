# shellcheck shell=sh
# What every script in bin/ needs to make this checkout run: system packages and the virtual environment.
# Sourced with the checkout as working directory; callers run with `set -eu`.

PYTHON_CANDIDATES="${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}"

say() {
    printf '%s\n' "$*"
}

fail() {
    printf '%s: %s\n' "bin/${0##*/}" "$*" >&2
    exit 1
}

# quietly COMMAND…: run it, and show its output only if it fails.
quietly() {
    quietly_output=$("$@" 2>&1) || {
        quietly_status=$?
        printf '%s\n' "$quietly_output" >&2
        return "$quietly_status"
    }
}

is_recent_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# find_python: print the interpreter to build the virtual environment with.
find_python() {
    for candidate in $PYTHON_CANDIDATES; do
        if is_recent_python "$candidate"; then
            say "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and none was found ($PYTHON_CANDIDATES);" \
        "install it, or name one in the variable PYTHON, and run this again."
}

# requirements_installed FILE: whether .venv holds exactly what the file asks for.
# The stamp is the file itself as it was last installed: no hashing tool is needed to compare it.
requirements_installed() {
    is_recent_python .venv/bin/python && cmp -s "$1" ".venv/$1"
}

# missing_build_packages: print the Debian packages that installing requirements.txt needs and this system lacks.
missing_build_packages() {
    requirements_installed requirements.txt && return
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import ensurepip, venv' 2>/dev/null || say "python$version-venv"
    [ -f "$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))' 2>/dev/null)/Python.h" ] ||
        say "python$version-dev"
    command -v gcc >/dev/null || say "gcc libc6-dev"
    command -v pkg-config >/dev/null || say "pkg-config"
    pkg-config --exists mysqlclient 2>/dev/null || pkg-config --exists mariadb 2>/dev/null ||
        say "default-libmysqlclient-dev"
}

# install_packages PACKAGE…: install system packages as root, else print the line that does and stop.
install_packages() {
    [ $# -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        fail "these packages (their names in Debian) are missing: $*; install them and run this again."
    fi
    if [ "$(id -u)" -ne 0 ]; then
        fail "system packages are missing; run this line, then run this again:
sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends $*'"
    fi
    say "Installing system packages: $*"
    quietly apt-get update || say "The package lists could not be refreshed; trying with those at hand."
    DEBIAN_FRONTEND=noninteractive quietly apt-get install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@" || fail "the system packages could not be installed; see above."
}

# install_requirements FILE…: bring .venv up to the files; nothing is done for those already installed.
install_requirements() {
    is_recent_python .venv/bin/python || {
        say "Creating the virtual environment .venv"
        quietly "$(find_python)" -m venv --clear .venv || fail "the virtual environment could not be made; see above."
    }
    for file in "$@"; do
        requirements_installed "$file" && continue
        say "Installing the Python packages of $file"
        rm -f ".venv/$file"
        # Without a cache, because nothing but packages is written outside the checkout.
        quietly .venv/bin/python -m pip install --quiet --no-input --no-cache-dir --disable-pip-version-check \
            -r "$file" || fail "the Python packages of $file could not be installed; see above."
        cp "$file" ".venv/$file"
    done
}
