import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { readConfig } from "../../stacks";
import { PriceTagsStack } from "../../examples/own-app/custom";
import { BringInStack, SmallestStack } from "../../examples/own-app/main";
import { inScratchFolder } from "../scratch-folder";

const root = join(__dirname, "..", "..");
const text = (...path: string[]) => readFileSync(join(root, ...path), "utf8");
const oneLine = (code: string) => code.replace(/\s+/g, " ").trim();

test("the example with its own app synthesizes", () => {
  const app = Testing.app();
  const small = Testing.synth(new SmallestStack(app, "smallest"));
  const large = Testing.synth(new BringInStack(app, "bring-in", "arn:aws:iam::111122223333:policy/boundary"));
  expect(small).toContain("street-signs-execution");
  expect(large).toContain("acme-labels");
  const custom = Testing.synth(new PriceTagsStack(app, "price-tags"));
  expect(custom).toContain("price-tags-after");
});

test.each([
  ["README.md", "main.ts", 2],
  [join("docs", "custom-workflow.md"), "custom.ts", 1],
])("%s shows code of the example, which is compiled and run", (page, example, count) => {
  const compiled = oneLine(text("examples", "own-app", example));
  const blocks = [...text(page).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);
  expect(blocks).toHaveLength(count);
  for (const block of blocks) {
    const statements = block.split("\n").filter((line) => !/^(import|\/\/|$)/.test(line));
    expect(compiled).toContain(oneLine(statements.join("\n")));
  }
});

test("the README's configuration is a valid one", () => {
  const [yaml] = [...text("README.md").matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, code]) => code!);
  inScratchFolder((directory) => {
    writeFileSync(join(directory, "readme.yaml"), yaml!);
    expect(readConfig(join(directory, "readme.yaml")).workflows).toHaveLength(1);
  });
});
