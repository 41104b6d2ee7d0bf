#!/bin/sh
# What the whole suite needs from the distribution: a browser, PostgreSQL's programs, a
# virus scanner (it needs no database of viruses), the library that recognises files, and
# what packages are drawn with.
# Where they cannot be installed, the tests that need them are skipped and say so.
set -u
have_shell() { command -v chromium-headless-shell >/dev/null; }
have_browser() { have_shell || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
have_postgres() { command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }
have_scanner() { command -v clamd >/dev/null || [ -x /usr/sbin/clamd ]; }
have_magic() { ls /usr/lib/*/libmagic.so.1 >/dev/null 2>&1; }
have_pango() { ls /usr/lib/*/libpangoft2-1.0.so.0 /usr/lib/*/libharfbuzz-subset.so.0 /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf >/dev/null 2>&1; }
have_shell && have_postgres && have_scanner && have_magic && have_pango && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "Installing what the tests need (once) ..."
	apt-get update -qq
	have_shell || apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-liberation >/dev/null
	have_browser || apt-get install -y -qq chromium fonts-liberation >/dev/null
	have_postgres || apt-get install -y -qq postgresql >/dev/null
	have_magic || apt-get install -y -qq libmagic1 >/dev/null
	have_pango || apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core >/dev/null
	have_scanner || apt-get install -y -qq --no-install-recommends clamav-daemon >/dev/null
fi
have_browser || echo "No Chromium here and no right to install it: browser tests will be skipped."
have_postgres || echo "No PostgreSQL here and no right to install it: its tests will be skipped."
have_scanner || echo "No clamd here and no right to install it: its tests will be skipped."
exit 0
