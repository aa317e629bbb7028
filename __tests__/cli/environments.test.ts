import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run, UserFolder } from "./program";

const project = join(__dirname, "..", "..");
const folder = new UserFolder();

beforeAll(() => {
  const [sample] = /(?<=```yaml\n)[^]*?(?=```)/.exec(
    readFileSync(join(project, "docs", "environments.md"), "utf8"),
  )!;
  folder.write("ground-truth.yaml", sample);
  folder.enter();
});
afterAll(() => folder.leave());

/** The commands on the sample of docs/environments.md. */
describe("with environments", () => {
  test("check and synth are about all of them", async () => {
    expect((await run("check")).out).toContain("2 workflows in 2 environments, no mistakes");
    const { stacks } = JSON.parse((await run("synth", "--json")).out) as { stacks: { name: string }[] };
    expect(stacks.map(({ name }) => name)).toEqual(["development-street-signs", "production-street-signs"]);
  });

  test("explain finds the key of a stack, and tells what differs", async () => {
    const { out } = await run("explain", "production-street-signs");
    expect(out).toMatch(/ground-truth.yaml:\d+:\d+ workflows\[0\].buckets.create\[0\]/);
    const all = (await run("explain", "environments")).out;
    expect(all).toContain("8 keys differ between development, production");
    expect(all).toContain("account\n  development  111122223333\n  production   444455556666\n");
    expect(all).toMatch(/automatedLabeling\n {2}development {2}–\n {2}production {3}\{ enabled: true/);
  });

  test.each([
    [
      ["street-signs"],
      1,
      "write development-street-signs or production-street-signs, or name one with --environment",
    ],
    [["street-signs", "--environment", "prodction"], 1, "Did you mean production?"],
    [["street-sings", "--environment", "production"], 1, "did you mean street-signs?"],
    [["production-street-signs"], 3, "empty"],
    [["street-signs", "--environment", "production"], 3, "empty"],
  ])("a workflow is named by its stack, or with its environment: %j", async (workflow, code, told) => {
    folder.write("input.manifest", "");
    const ran = await run("manifest", "check", "input.manifest", "--workflow", ...workflow);
    expect([ran.code, ran.out + ran.err]).toEqual([code, expect.stringContaining(told)]);
  });

  test("local knows the stacks, and the environments", async () => {
    expect((await run("local", "plan", "street-signs")).err).toContain(
      "Stacks: development-street-signs, production-",
    );
    expect((await run("local", "up", "--environment", "dev")).err).toContain("It has no environment dev");
  });
});
