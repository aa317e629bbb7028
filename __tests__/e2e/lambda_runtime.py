"""What lambda-runtime.js is for Node.js, for Python."""

import importlib
import json
import os
import sys
import traceback
from types import SimpleNamespace

given = json.load(sys.stdin)
sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
sys.dont_write_bytecode = True
module, _, name = os.environ["_HANDLER"].rpartition(".")

try:
    handler = getattr(importlib.import_module(module.replace("/", ".")), name)
    outcome = {"result": handler(given["event"], SimpleNamespace(**given["context"]))}
except Exception as error:
    trace = traceback.format_exc().splitlines()
    outcome = {"error": {"errorType": type(error).__name__, "errorMessage": str(error), "trace": trace}}

with os.fdopen(3, "w") as report:
    json.dump(outcome, report)
sys.exit(1 if "error" in outcome else 0)
