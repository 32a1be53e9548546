#!/bin/sh
# Prepares .venv, the assets and the catalogues. Quick when nothing changed.
set -eu
cd "$(dirname "$0")/.."

newest_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
}

make_venv() {
    python=$(newest_python)
    if [ -z "$python" ]; then
        echo "Saikne needs Python 3.11 or newer. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
        exit 1
    fi
    echo "Making .venv with $("$python" --version) ..." >&2
    if ! "$python" -m venv --clear .venv; then
        rm -rf .venv
        echo "Python could not make a virtual environment. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
        exit 1
    fi
}

# changed STAMP FILE...: true if these files changed since the stamp was set.
changed() {
    stamp=".venv/stamp-$1"
    shift
    now=$(cat "$@" | cksum)
    [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$now" ]
}
set_stamp() {
    stamp=".venv/stamp-$1"
    shift
    cat "$@" | cksum > "$stamp"
}

.venv/bin/python -c '' 2>/dev/null || make_venv

if changed packages requirements-dev.txt pyproject.toml tools/setup.sh; then
    echo "Installing the locked Python packages ..." >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
    set_stamp packages requirements-dev.txt pyproject.toml tools/setup.sh
fi

# Fetches Node.js by itself where the machine has none.
.venv/bin/python tools/build_assets.py
.venv/bin/python -m saikne.core.catalogue --compile >/dev/null
