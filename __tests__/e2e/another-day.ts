import { readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./throwaway-project";

const anotherDay = new Date("2031-05-04T03:02:01Z");
/** Half a day away from anywhere, and with letters that other languages sort otherwise. */
const elsewhere: Readonly<Record<string, string>> = {
  TZ: "Pacific/Kiritimati",
  LANG: "tr_TR.UTF-8",
  LC_ALL: "sv_SE.UTF-8",
};

/** Does `work` as if it were another day on another machine: everything that the examples name was just written. */
export function onAnotherDay(work: () => void): void {
  const sources = filesBelow(join(projectRoot, "examples"));
  const times = sources.map((file) => ({ file, ...statSync(file) }));
  const before = Object.keys(elsewhere).map((name) => [name, process.env[name]] as const);
  try {
    for (const file of sources) utimesSync(file, anotherDay, anotherDay);
    Object.assign(process.env, elsewhere);
    work();
  } finally {
    for (const { file, atime, mtime } of times) utimesSync(file, atime, mtime);
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** What was synthesized for a stack, as base64 by path: its Terraform and the archives beside it. */
export function contentOf(directory: string): Readonly<Record<string, string>> {
  const emitted = filesBelow(directory).filter((file) => /(\/cdk\.tf\.json|\/assets\/[^/]+)$/.test(file));
  return Object.fromEntries(
    emitted.map((file) => [file.slice(directory.length + 1), readFileSync(file).toString("base64")]),
  );
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
