import fs from "node:fs";
import { outputsText } from "../../cli/outputs-text";
import { startProgress } from "../../cli/progress";
import { noInk } from "../../review/formats/ink";
import { run, UserFolder } from "./program";

const folder = new UserFolder();
beforeAll(() => folder.enter());
afterAll(() => folder.leave());

test("names of stacks are checked before anything is built, with what was meant", async () => {
  const workflow =
    "{ name: signs, type: built-in, taskType: BoundingBox, inputs: [s3://a-b-c/], output: s3://a-b-d/ }";
  folder.write("ground-truth.yaml", `namePrefix: acme\nregion: eu-west-1\nworkflows:\n  - ${workflow}\n`);
  expect(await run("local", "up", "sings")).toEqual({
    code: 1,
    out: "",
    err: 'There is no stack "sings". Did you mean signs? Stacks: signs.\n',
  });
});

test("down has nothing against being called when nothing is up", async () => {
  expect(await run("local", "down")).toEqual({ code: 0, out: "Nothing is up.\n", err: "" });
});

test("a read-only project is told as that, and not as Node tells it", async () => {
  const original = fs.mkdirSync as (...args: unknown[]) => string | undefined;
  const spy = jest.spyOn(fs, "mkdirSync").mockImplementation((...args: unknown[]) => {
    if (!String(args[0]).endsWith(".local")) return original(...args);
    const code = (args[1] as { recursive?: boolean } | undefined)?.recursive === true ? "ENOENT" : "EROFS";
    throw Object.assign(new Error(`${code}: injected, mkdir`), { code, path: args[0], syscall: "mkdir" });
  });
  expect(await run("local", "down")).toEqual({
    code: 1,
    out: "",
    err: `${folder.path(".local")} cannot be read or written: the file system is read-only (EROFS).\n`,
  });
  spy.mockRestore();
});

test("without a word, help: with the commands, their exit codes and an example", async () => {
  for (const args of [["local"], ["local", "--help"], ["help", "local"]]) {
    const { code, out } = await run(...args);
    expect(code).toBe(0);
    expect(out).toContain("exit code 0 same, 2 different");
    expect(out).toContain("Example:");
  }
});

test("outputs of a few stacks are shown, of many is said how", () => {
  const stack = (name: string) => ({
    name,
    outputs: { role: "arn:x", inputs: ["s3://a/"], required_cors: {} },
  });
  expect(outputsText([stack("signs")], noInk)).toBe(
    '\nsigns\n  role    arn:x\n  inputs  ["s3://a/"]\n' +
      "  On AWS something is left for you: npx cdktf-ground-truth explain signs todo\n",
  );
  expect(outputsText([{ name: "a", outputs: { long: "x".repeat(201) } }], noInk)).toBe(
    `\na\n  long  ${"x".repeat(120)} … (201 characters)\n`,
  );
  expect(outputsText(["a", "b", "c", "d"].map(stack), noInk)).toBe(
    "\nOutputs of one: npx cdktf-ground-truth local up a\n",
  );
});

describe("progress", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test("is shown after two seconds, and taken away in the end", () => {
    const drawn: string[] = [];
    const progress = startProgress((text) => drawn.push(text));
    progress.show("signs apply");
    jest.advanceTimersByTime(1500);
    expect(drawn).toEqual([]);
    jest.advanceTimersByTime(1000);
    expect(drawn.at(-1)).toMatch(/^signs apply … \d s$/);
    progress.end();
    expect(drawn.at(-1)).toBe("");
  });

  test("is nothing where there is no terminal", () => {
    const progress = startProgress(undefined);
    progress.show("signs apply");
    jest.advanceTimersByTime(5000);
    progress.end();
    expect(jest.getTimerCount()).toBe(0);
  });
});
