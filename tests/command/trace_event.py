# SPDX-License-Identifier: GPL-2.0-or-later
# Is a file in the Trace Event Format, as its published description has it ("Trace Event Format", Google: JSON object
# format, complete events, flow events, metadata events), and such that Perfetto shows all of it (its JSON importer and
# flow tracker: events of the same time come in the order of the file, and an end of an arrow, which is one by category,
# name and id, binds to the slice that is open then)? Prints what is wrong, then what there is: loans, arrows by name,
# processes.
#
# usage: trace_event.py X.json
import collections
import json
import sys

METADATA = {"process_name": "name", "process_sort_index": "sort_index", "thread_name": "name",
            "thread_sort_index": "sort_index", "process_labels": "labels"}
trace = json.load(open(sys.argv[1]))
wrong = []
slices, flows, named, owners = collections.defaultdict(list), collections.defaultdict(dict), {}, {}

if trace.get("displayTimeUnit") not in ("ms", "ns"):
    wrong.append("displayTimeUnit")
for order, event in enumerate(trace["traceEvents"]):
    kind = event.get("ph")
    number = lambda key: isinstance(event.get(key), (int, float)) and not isinstance(event[key], bool)
    if not isinstance(event.get("name"), str) or not number("pid"):
        wrong.append(f"no name or pid: {event}")
    elif kind == "X":
        if not (number("tid") and number("ts") and number("dur") and event["dur"] >= 0 and event["ts"] >= 0
                and isinstance(event["cat"], str)):
            wrong.append(f"a complete event without its fields: {event}")
        slices[event["pid"], event["tid"]].append((event["ts"], event["ts"] + event["dur"], event["name"], order))
    elif kind in ("s", "f"):
        if not (number("tid") and number("ts") and event["ts"] >= 0 and number("id")
                and isinstance(event.get("cat"), str)):
            wrong.append(f"an end of an arrow without its fields: {event}")
        key = (event["cat"], event["name"], event["id"])
        if kind in flows[key]:
            wrong.append(f"an arrow twice: {event}")
        if kind == "f" and event.get("bp") != "e":
            wrong.append(f"an arrow whose end binds to the next slice: {event}")
        if kind == "s" and "bp" in event:
            wrong.append(f"an arrow's beginning has a binding point: {event}")
        flows[key][kind] = (event["ts"], event["pid"], event["tid"], order)
    elif kind == "M":
        if event["name"] not in METADATA or METADATA[event["name"]] not in event["args"]:
            wrong.append(f"metadata: {event}")
        if event["name"] == "process_name":
            named[event["pid"]] = event["args"]["name"]
    else:
        wrong.append(f"phase {kind}")
    if owners.setdefault(event.get("tid", event["pid"]), event["pid"]) != event["pid"]:
        wrong.append(f"a thread of two processes: {event}")
for thread, list_ in slices.items():
    stack = []
    for begin, end, name, _ in sorted(list_, key=lambda s: (s[0], -s[1])):
        while stack and stack[-1] <= begin:
            stack.pop()
        if stack and end > stack[-1]:
            wrong.append(f"slices of {thread} cross: {name} at {begin}")
        stack.append(end)
    if thread[0] not in named:
        wrong.append(f"pid {thread[0]} has no name")
inside = lambda at: any((begin, order) < (at[0], at[3]) and at[0] <= end
                        for begin, end, _, order in slices[at[1], at[2]])
for key, ends in flows.items():
    if set(ends) != {"s", "f"} or ends["s"][0] > ends["f"][0] or not inside(ends["s"]) or not inside(ends["f"]):
        wrong.append(f"arrow {key}: {ends}")
print(*wrong, sep="\n", end="\n" if wrong else "")
loans = sum(name.startswith("lends to") for list_ in slices.values() for _, _, name, _ in list_)
arrows = collections.Counter(key[1] for key in flows)
print("loans", loans, "vforks", arrows["vfork"], "forks", arrows["fork"], "processes", len(named))
