#!/bin/sh
# Print where a Python of just this version is, as in `sh places/colab/find_python.sh 3.13`, or say what to install.
# COLAB_PYTHON names one; without it, one is looked for on the PATH, among pyenv's and among uv's own.
set -eu
cd "$(dirname "$0")/../.."
wanted=$1

say() { printf '%s\n' "$*" >&2; }
version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || :; }
among_uvs() { .venv/bin/python -m uv python find --system --no-python-downloads "$wanted" 2>/dev/null || :; }

if [ -n "${COLAB_PYTHON:-}" ]; then
    set -- "$COLAB_PYTHON"
else
    set -- "python$wanted" python3 python "${PYENV_ROOT:-$HOME/.pyenv}/versions/$wanted".*/bin/python
fi
for candidate in "$@" "$([ -n "${COLAB_PYTHON:-}" ] || among_uvs)"; do
    if [ "$(version "$candidate")" = "$wanted" ]; then
        command -v "$candidate"
        exit 0
    fi
done

if [ -n "${COLAB_PYTHON:-}" ]; then
    number=$(version "$COLAB_PYTHON")
    say "COLAB_PYTHON=$COLAB_PYTHON is ${number:+Python $number, and }not the Python $wanted that Colab has."
else
    say "Colab has Python $wanted, so its stand-in needs one, and none was found."
fi
say "Install one beside the Python that you have; nothing else will use it:
  Debian, Ubuntu: sudo apt install python$wanted python$wanted-venv (where the release has it)
  Fedora: sudo dnf install python$wanted      macOS: brew install python@$wanted
  anywhere: .venv/bin/python -m uv python install $wanted
If you have one that was not found, name it: make test-colab COLAB_PYTHON=/path/to/python$wanted"
exit 1
