import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ConfigurationError, readLocatedConfig, synthesize, workflowStacks } from "../../stacks";
import { inScratchFolder } from "../scratch-folder";

/** What a configuration must give: problems by place, or warnings by construct, and parts of their texts. */
interface Verdict {
  readonly verb: "Refused" | "Warned";
  readonly at: string;
  readonly says: string;
}

interface Case {
  readonly title: string;
  readonly verdicts: readonly Verdict[];
  /** Files by name; `ground-truth.yaml` among them. `▶` stands before what a message points to. */
  readonly files: Readonly<Record<string, string>>;
}

const table = readFileSync(join(__dirname, "cases.md"), "utf8");
const [intro, ...sections] = table.split(/^## /m);
const beginning = /```yaml\n(.*?)```/s.exec(intro!)![1]!;
const mark = "▶";

/** What `- Refused, …` and `- Warned, …` say. */
function verdictsOf(text: string): Verdict[] {
  return [...text.matchAll(/^ *- (Refused|Warned), `([^`]*)`: (.*)$/gm)].map(([, verb, at, says]) => ({
    verb: verb as Verdict["verb"],
    at: at!,
    says: says!,
  }));
}

const reported = [...sections[0]!.matchAll(/^- `([^`]*)`\n((?: +- .*\n)+)/gm)].map(
  ([, file, verdicts]): [string, Verdict[]] => [file!, verdictsOf(verdicts!)],
);

const cases = sections.slice(1).flatMap((section) =>
  section
    .split(/^### /m)
    .slice(1)
    .map((text): Case => {
      const [told, yaml, rest] = text.split(/^```(?:yaml)?\n/m);
      const others = [...text.matchAll(/^`([^`]*)`:\n\n```text\n(.*?)```$/gms)];
      const config = yaml!.startsWith("namePrefix") ? yaml! : beginning + yaml!;
      if (!/^Silent\.$/m.test(told!) && verdictsOf(told!).length === 0)
        throw new Error(`No verdict: ${text}`);
      if (rest === undefined) throw new Error(`No configuration: ${text}`);
      return {
        title: text.slice(0, text.indexOf("\n")),
        verdicts: verdictsOf(told!),
        files: {
          "ground-truth.yaml": config,
          ...Object.fromEntries(others.map(([, name, content]) => [name!, content!])),
        },
      };
    }),
);

/** Line and column of every mark, as if no mark were there: two marks are two messages for one place. */
function marks(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const [before, ...parts] = line.split(mark);
    let column = before!.length;
    return parts.map((part) => {
      const place = `${index + 1}:${column + 1}`;
      column += part.length;
      return place;
    });
  });
}

/** `ground-truth.yaml:4:5 workflows[0]: …` and `stack/Construct: …`, one for each problem or warning. */
function verdictOf(file: string): { readonly told: string[]; readonly stacks: string[] } {
  const outdir = mkdtempSync(join(tmpdir(), "ground-truth-"));
  try {
    const { config, places } = readLocatedConfig(file);
    const told = synthesize(config, outdir, workflowStacks, places);
    const stacks = readdirSync(join(outdir, "stacks")).map((name) =>
      readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"),
    );
    return { told: told.map((text) => `Warned, ${text}`), stacks };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const told = error.problems.map(({ place, path, message }) => {
      const [, position] = /:(\d+:\d+)$/.exec(place ?? "") ?? [];
      return `Refused, ${position} ${path ?? ""}: ${message}`;
    });
    return { told, stacks: [] };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function check(file: string, verdicts: readonly Verdict[]): void {
  const { told, stacks } = verdictOf(file);
  const expected = verdicts.map(({ verb, at, says }) => [`${verb}, ${at}: `, says]);
  expect(told).toEqual(
    expected.map(([head, says]) => {
      const found = told.find((text) => text.startsWith(head!) && text.includes(says!));
      return found ?? `${head}… ${says} …`;
    }),
  );
  // What JavaScript makes of values that are missing or of a wrong kind.
  const leaked = /.{0,60}(?:\bundefined\b|\[object |\bNaN\b|TfToken).{0,60}/.exec(
    [...told, ...stacks].join("\n"),
  );
  expect(leaked?.[0]).toBeUndefined();
}

test.each(reported)("%s", (file, verdicts) => check(join(__dirname, file), verdicts));

test.each(cases.map((each) => [each.title, each] as const))("%s", (_title, { verdicts, files }) => {
  inScratchFolder((folder) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content.replaceAll(mark, ""));
    }
    const places = marks(files["ground-truth.yaml"]!);
    expect(places).toHaveLength(verdicts.filter(({ verb }) => verb === "Refused").length);
    check(
      join(folder, "ground-truth.yaml"),
      verdicts.map((verdict, index) =>
        verdict.verb === "Warned" ? verdict : { ...verdict, at: `${places[index]} ${verdict.at}` },
      ),
    );
  });
});

test("the table has every reported configuration, and sixty others at least", () => {
  const files = readdirSync(__dirname).filter((name) => name.endsWith(".yaml"));
  expect(reported.map(([file]) => file).sort()).toEqual(files.sort());
  expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(60);
});
