#!/bin/sh
# Only for `make update` in a clone of version 0.1.0: its Makefile goes on, after the update, with this file, which has moved.
exec sh "$(dirname "$0")/../places/setup.sh" "$@"
