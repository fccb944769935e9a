#!/bin/sh
# viewers.sh: fetches two more readers of PDF, pdf.js (from npm) and pdfium (Chromium's, from PyPI,
# with Pillow, which compares their pictures), in the versions that package-lock.json and
# requirements.txt pin, once, and prints the folder that holds them: node_modules and venv.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$(cat "$here/package-lock.json" "$here/requirements.txt" | cksum | cut -d' ' -f1)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/boardpaper-conformance/$version
if [ ! -e "$folder/complete" ]; then
    mkdir -p "$folder"
    cp "$here/package.json" "$here/package-lock.json" "$folder/"
    (cd "$folder" && npm ci --omit=optional --no-audit --no-fund) >"$folder/log" 2>&1 &&
        python3 -m venv "$folder/venv" >>"$folder/log" 2>&1 &&
        "$folder/venv/bin/pip" install -q -r "$here/requirements.txt" >>"$folder/log" 2>&1 ||
        { cat "$folder/log" >&2; exit 69; }
    touch "$folder/complete"
fi
echo "$folder"
