#!/bin/sh
# What the whole suite needs from the distribution: a browser and PostgreSQL's programs.
# Where they cannot be installed, the tests that need them are skipped and say so.
set -u
have_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
have_postgres() { command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }
have_browser && have_postgres && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "Installing Chromium and PostgreSQL for the tests (once) ..."
	apt-get update -qq
	have_browser || apt-get install -y -qq chromium fonts-liberation >/dev/null
	have_postgres || apt-get install -y -qq postgresql >/dev/null
fi
have_browser || echo "No Chromium here and no right to install it: browser tests will be skipped."
have_postgres || echo "No PostgreSQL here and no right to install it: its tests will be skipped."
exit 0
