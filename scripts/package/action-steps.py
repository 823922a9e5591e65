"""Prints the steps of a composite action as a shell script that runs them, as a runner would: action-steps.py ACTION.YML NAME=VALUE...

A value is an input of the action (run=...) or another part of the context (github.action_ref=...). Only what ProtoBench's own action uses is
understood; anything else is an error. A step that uses another action is printed as a comment.
"""
import re
import shlex
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    action = yaml.safe_load(file)
given = dict(word.split("=", 1) for word in sys.argv[2:])
unknown = [name for name in given if "." not in name and name not in action["inputs"]]
if unknown:
    sys.exit(f"the action has no input {unknown[0]}")
context = {f"inputs.{name}": given.get(name, entry.get("default", "")) for name, entry in action["inputs"].items()}
context.update({name: value for name, value in given.items() if "." in name})


def shell(text):
    """The text as a word of a shell; what a step has said is looked up when the script gets there."""
    words = []
    for part in re.split(r"(\$\{\{ .*? \}\})", text):
        name = part[4:-3] if part.startswith("${{ ") else None
        if name is None:
            words.append(shlex.quote(part) if part else "")
        elif name.startswith("steps."):
            words.append(f'"$(said {name.split(".")[-1]})"')
        else:
            words.append(shlex.quote(context[name]))
    return "".join(words) or "''"


print("set -euo pipefail")
print("""said() { sed -n "s/^$1=//p" "$GITHUB_OUTPUT" | tail -n 1; }""")
print("""path() { [[ ! -s $GITHUB_PATH ]] || PATH="$(paste -sd: "$GITHUB_PATH"):$PATH"; }""")
for step in action["runs"]["steps"]:
    if "uses" in step:
        print(f"# {step['name']}: {step['uses']}, if {step['if']}")
        continue
    if step["shell"] != "bash":
        sys.exit(f"{step['name']}: which shell is {step['shell']}?")
    condition = step.get("if")
    if condition:
        name, empty = re.fullmatch(r"(inputs\.\w+) != '()'", condition).groups()
        if context[name] == empty:
            continue
    environment = " ".join(f"{name}={shell(value)}" for name, value in step["env"].items())
    print("path")
    print(f"env {environment} bash --noprofile --norc -e -o pipefail -c {shlex.quote(step['run'])}")
