#!/bin/sh
# What belongs to a release: the package, what it is made of (CycloneDX), its licences.
# What is listed is what was installed from the lock, hashes checked, and nothing else.
set -eu
out=dist
run=$out/environment
rm -rf "$out"
mkdir -p "$out"
python -m venv --without-pip "$run"
python -m pip --python "$run/bin/python" install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible --output-format JSON --output-file "$out/sharewell.cdx.json" "$run/bin/python"
pip-licenses --python "$run/bin/python" --from=mixed --with-urls --format=csv --output-file "$out/licences.csv" >/dev/null
hatchling build --target wheel --directory "$out"
rm -rf "$run"
python tests/machine/audit.py || [ $? = 3 ]
ls -l "$out"
