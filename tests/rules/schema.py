# SPDX-License-Identifier: MIT
"""docs/rules.schema.json is what the program writes, fits every file under rules/, and refuses what it can.

schema.py HEJIAN SOURCE. Status 77 (skipped) where python3-jsonschema or python3-yaml is not installed;
that the file is the program's own is compared in any case.
"""
import pathlib
import re
import subprocess
import sys

# Mistakes that an editor can show while one types; each is one that `rules check` finds too.
MISTAKES = [
    "rulse: []",
    "rules: {a: 1}",
    "rules: [{id: a, class: zombie, title: x, whn: 'TRUE'}]",
    "rules: [{class: zombie, title: x, when: 'TRUE'}]",
    "rules: [{id: a b, class: zombie, title: x, when: 'TRUE'}]",
    "rules: [{id: a, class: zombi, title: x, when: 'TRUE'}]",
    "rules: [{id: a, class: zombie, title: x, when: 'TRUE', severity: hihg}]",
    "rules: [{id: a, class: zombie, title: x, when: ['TRUE']}]",
    "rules: [{id: a, class: zombie, title: {de: x}, when: 'TRUE'}]",
    "rules: [{id: a, class: zombie, title: x, when: 'TRUE', tests: [{given: {}, expect: yes}]}]",
    "rules: [{id: a, class: zombie, title: x, when: 'TRUE', basis: [{article: 3}]}]",
    "rules: [{id: a, class: duplicate, title: x, same: [uscc, name]}]",
    "nulls: ['']",
    "table: t",
    "{table: t, columns: {a: {type: txt}}}",
    "{table: t, columns: {a: {type: text, requird: true}}}",
    "features: {a: {table: t, agg: cont}}",
    "features: {a: {table: t, agg: count, period: {column: a, from: b}}}",
    "routes: [{id: a, title: x, when: 'TRUE', role: r, becomes: went}]",
    "routes: [{id: a, title: x, when: 'TRUE', role: r, steps: [{name: x, days: -1}]}]",
    "{indicator: i, title: x, numerator: a, counting: {b: c}}",
    "laws: {a: {title: x, status: repealled}}",
    "calendar: {holidays: [2026-1-1]}",
    "models: [{id: m, threshold: 0.9, block: [[a]], compare: [{column: a, levels: [exactly]}]}]",
    "survivor: established",
    "lists: {layouts: [{id: a, title: x}]}",
    "- id: a",
]


def loader(yaml):
    """The scalars of YAML 1.2, which editors read: dates and yes are texts."""
    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
    return Loader


def main():
    hejian, source = sys.argv[1], pathlib.Path(sys.argv[2])
    written = subprocess.run([hejian, "rules", "schema"], capture_output=True, text=True, check=True).stdout
    if written != (source / "docs" / "rules.schema.json").read_text("utf-8"):
        sys.exit("docs/rules.schema.json is not what the program writes: hejian rules schema >docs/rules.schema.json")
    try:
        import json
        import jsonschema
        import yaml
    except ImportError as missing:
        print(f"skipped: {missing.name} is not installed")
        sys.exit(77)
    schema = json.loads(written)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults = []
    files = sorted((source / "rules").rglob("*.yaml"))
    for file in files:
        for error in validator.iter_errors(yaml.load(file.read_text("utf-8"), loader(yaml))):
            faults.append(f"{file}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    for text in MISTAKES:
        if validator.is_valid(yaml.load(text, loader(yaml))):
            faults.append(f"not refused: {text}")
    if faults or not files:
        sys.exit("\n".join(faults))
    print(f"{len(files)} files fit, {len(MISTAKES)} mistakes do not")


main()
