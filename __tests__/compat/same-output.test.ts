import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { exampleStackTexts } from "../example-stacks";

const here = (...path: string[]) => join(__dirname, ...path);

/** What differs because of the packages themselves: the version of CDKTF, and which provider is wanted. */
function withoutVersions(text: string): unknown {
  const { "//": _, terraform, ...rest } = JSON.parse(text);
  const { required_providers, ...settings } = terraform;
  expect(Object.keys(required_providers)).toEqual(["aws"]);
  return { ...rest, terraform: settings };
}

/*
 * A lane runs the tests of what makes resources, and not those of the policies in them: it has the same policies.
 * The usual packages are loaded by a program of its own, which knows nothing of the mapping of the lane.
 */
test("the stacks of all examples are those of the usual packages, byte for byte", () => {
  const args = ["--require", here("..", "stacks", "typescript-hook.js"), here("print-example-stacks.ts")];
  const usual = execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 2 ** 30 });
  const text = (stacks: readonly string[]) =>
    stacks.map((stack) => JSON.stringify(withoutVersions(stack), undefined, 2));
  const expected = text(JSON.parse(usual) as string[]);
  expect(expected.length).toBeGreaterThan(5);
  expect(text(exampleStackTexts())).toEqual(expected);
});
