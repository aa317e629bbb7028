/*
 * What Lambda's Node.js does around a function, as far as a function can tell: finds the handler that `_HANDLER` names
 * below `LAMBDA_TASK_ROOT`, calls it with the event and a context, and reports what it returned or threw.
 *
 * Reads `{ event, context }` from standard input and writes `{ result }`, or `{ error }` in the form that Lambda gives
 * its callers, to file descriptor 3. An error ends the process with 1.
 */
const { readFileSync, writeSync } = require("node:fs");
const { join } = require("node:path");

const { event, context, deadline } = JSON.parse(readFileSync(0, "utf8"));
const [, file, name] = /^(.+)\.([^./]+)$/.exec(process.env._HANDLER);

async function main() {
  const { [name]: handler } = require(join(process.env.LAMBDA_TASK_ROOT, file));
  return handler(event, {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  });
}

const report = (outcome) => writeSync(3, JSON.stringify(outcome));

main().then(
  (result) => report({ result: result === undefined ? null : result }),
  (error) => {
    const { name: errorType, message: errorMessage, stack } = error;
    report({ error: { errorType, errorMessage, trace: String(stack).split("\n") } });
    process.exitCode = 1;
  },
);
