#!/bin/sh
# What the tests need beside Python: LibreOffice with its UNO bridge, Chromium, poppler, and the metric twins of Office's fonts.
# As root on Debian or Ubuntu it installs what is missing; otherwise it prints the line to run and lets the tests skip.
set -eu
packages="libreoffice-impress-nogui libreoffice-calc-nogui python3-uno poppler-utils fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation2 chromium"

command -v dpkg-query >/dev/null 2>&1 || {
    echo "not Debian or Ubuntu: the tests with LibreOffice and Chromium skip unless these are installed: $packages" >&2
    exit 0
}
missing=""
for package in $packages; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "the tests with LibreOffice and Chromium skip; to run them: sudo apt-get install --no-install-recommends$missing" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # the list is words
apt-get install --yes --quiet --quiet --no-install-recommends $missing ||
    { apt-get update --quiet --quiet && apt-get install --yes --quiet --quiet --no-install-recommends $missing; }
