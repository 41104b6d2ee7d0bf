#!/bin/sh
# Makes the virtual environment; Debian keeps that part of Python in a package of its own.
set -u
python=$1
venv=$2
if "$python" -m venv "$venv" >/dev/null 2>&1; then exit 0; fi
rm -rf "$venv"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	apt-get update -qq && apt-get install -y -qq "$(basename "$(readlink -f "$(command -v "$python")")")-venv" >/dev/null &&
		"$python" -m venv "$venv" && exit 0
fi
echo "Python cannot make a virtual environment here. On Debian or Ubuntu: apt-get install python3-venv, then try again." >&2
exit 2
