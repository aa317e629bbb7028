/*
 * Kills the program, as the system does, at the KILL_AT-th call of the function of node:fs that KILL_FUNCTION names, on
 * a path that holds KILL_PATH. Of a file that is being written then, the first half is on the disk.
 */
const fs = require("node:fs");

const { KILL_FUNCTION: name, KILL_PATH: part = "", KILL_AT: at = "1" } = process.env;
const original = fs[name];
let calls = 0;
fs[name] = (...args) => {
  const isMeant = args.some((arg) => typeof arg === "string" && arg.includes(part));
  if (isMeant && ++calls === Number(at)) {
    if (name === "writeFileSync") original(args[0], String(args[1]).slice(0, String(args[1]).length / 2));
    process.kill(process.pid, "SIGKILL");
  }
  return original(...args);
};
