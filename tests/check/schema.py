# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds JSON from standard input against a schema: schema.py SCHEMA.json

Knows what the schemas here use of JSON Schema, and refuses a schema that uses more. Prints what does not fit, or
"fits".
"""
import json
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int,
         "number": (int, float)}
KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "const", "enum", "pattern", "minimum", "items",
         "minItems", "maxItems", "required", "properties", "additionalProperties", "anyOf"}


def is_type(value, name):
    return isinstance(value, TYPES[name]) and not (name in ("integer", "number") and isinstance(value, bool))


def misfits(value, schema, root, at):
    unknown = set(schema) - KNOWN
    if unknown:
        yield f"{at}: the schema has {unknown}"
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].split("/")[1:]:
            target = target[part]
        yield from misfits(value, target, root, at)
    tries = [list(misfits(value, one, root, at)) for one in schema.get("anyOf", [])]
    if tries and all(tries):
        yield from min(tries, key=len)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(is_type(value, name) for name in types):
        yield f"{at}: {value!r} is no {' or '.join(types)}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    if is_type(value, "integer") and value < schema.get("minimum", value):
        yield f"{at}: {value} is less than {schema['minimum']}"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at}: has {len(value)} items"
        for number, item in enumerate(value):
            yield from misfits(item, schema.get("items", {}), root, f"{at}[{number}]")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        yield from (f"{at}: has no {name}" for name in schema.get("required", []) if name not in value)
        others, more = schema.get("additionalProperties", {}), [name for name in value if name not in properties]
        if others is False:
            yield from (f"{at}: has {name}" for name in more)
        else:
            for name in more:
                yield from misfits(value[name], others, root, f"{at}.{name}")
        for name in value.keys() & properties.keys():
            yield from misfits(value[name], properties[name], root, f"{at}.{name}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    try:
        value = json.load(sys.stdin)
    except ValueError as error:
        print(f"no JSON: {error}")
    else:
        print(*list(misfits(value, schema, schema, "")) or ["fits"], sep="\n")


main()
