#!/bin/sh
# Make .venv hold exactly what requirements.lock names. Quick when it already does; finishes or repairs what was interrupted.
# With a name, as in `sh places/setup.sh hub`, make .venv-hub hold what places/hub/requirements.lock names.
# PYTHON names the Python to use; without it, one is looked for.
set -eu
cd "$(dirname "$0")/.."

if [ $# -gt 0 ]; then
    LOCK=places/$1/requirements.lock
    VENV=.venv-$1
else
    LOCK=requirements.lock
    VENV=.venv
fi

say() { printf '%s\n' "$*" >&2; }

OLDEST=11 # of Python 3, and the newest that the lessons are tested with
NEWEST=14

version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || :; }
is_new_enough() { case "$1" in 3.*) [ "${1#3.}" -ge $OLDEST ] ;; *) false ;; esac; } # takes a version
has() { "$1" -c "import $2" >/dev/null 2>&1; }

find_python() { # prints the first candidate that will do, or says on stderr what each of the others lacks
    seen=
    untested=
    for candidate do
        number=$(version "$candidate")
        if [ -z "$number" ]; then
            continue
        elif ! is_new_enough "$number"; then
            seen="$seen
  $candidate is Python $number, which is too old."
        elif ! has "$candidate" ensurepip,venv; then
            seen="$seen
  $candidate is Python $number, but it comes without venv and ensurepip.
  On Debian and Ubuntu 'sudo apt install python$number-venv' adds them."
        elif [ "${number#3.}" -gt $NEWEST ]; then
            untested=${untested:-$candidate}
        else
            command -v "$candidate"
            return
        fi
    done
    if [ -n "$untested" ]; then
        say "Python $(version "$untested") is newer than 3.$NEWEST, the newest that the lessons are tested with. It is tried all the same."
        command -v "$untested"
        return
    fi
    say "The lessons need Python 3.11 or newer with its venv module, and none was found.${seen:-
  Tried: $*}
Install one from https://www.python.org/downloads/, or with your system's package manager:
  Debian, Ubuntu: sudo apt install python3 python3-venv      Fedora: sudo dnf install python3      macOS: brew install python
If you have one that was not found, name it: make PYTHON=/path/to/python3"
    return 1
}

if [ "${OS:-}" = Windows_NT ]; then
    say "On Windows there is no need for make: README.md gives the three lines to type instead."
    exit 1
fi

# A .venv that was left half made, that lost its Python, or that is of another version than the one asked for is made anew.
if [ -e $VENV ]; then
    made_with=$(version $VENV/bin/python)
    if [ -e $VENV/unfinished ] || ! is_new_enough "$made_with"; then
        stale=yes
    elif [ -n "${PYTHON:-}" ] && [ "$(version "$PYTHON")" != "$made_with" ]; then
        stale=yes
    else
        stale=no
    fi
else
    stale=yes
fi

tell_jupyter() { # how lessons are shown, by whatever command the server of .venv is started
    [ $VENV != .venv ] || [ ! -d places/lab/jupyter ] || { mkdir -p $VENV/etc/jupyter && cp -R places/lab/jupyter/. $VENV/etc/jupyter; }
}

if [ $stale = no ] && cmp -s $LOCK $VENV/requirements.lock; then
    tell_jupyter
    exit 0
fi

if [ $stale = yes ] || ! has $VENV/bin/python pip; then
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3 python3.14 python3.13 python3.12 python3.11 python
    fi
    python=$(find_python "$@")
    say "Making $VENV with Python $(version "$python") ($python)."
    rm -rf $VENV
    mkdir $VENV
    touch $VENV/unfinished
    "$python" -m venv $VENV
fi

touch $VENV/unfinished
if ! $VENV/bin/python -m uv --version >/dev/null 2>&1; then
    $VENV/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.5,<1" || say "There is no uv for this machine."
fi
say "Installing what $LOCK names."
if ! $VENV/bin/python -m uv pip sync --quiet --compile-bytecode --python $VENV/bin/python --require-hashes "$LOCK"; then
    say "uv could not, so pip tries: it takes longer, but it knows of mirrors and proxies that only pip was told of."
    # pip leaves what the lock no longer names, and by this one any web page could fetch a repository over the helpers.
    [ $VENV != .venv ] || $VENV/bin/python -m pip uninstall --quiet --yes nbgitpuller
    $VENV/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$LOCK"
fi
$VENV/bin/python -c 'import matplotlib.font_manager' # collects the fonts now, or else the first lesson would wait for it
tell_jupyter
cp $LOCK $VENV/requirements.lock
rm $VENV/unfinished
say "Ready."
