import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apiPages } from "../../tools/api/api-pages";

const folder = join(__dirname, "../../docs/api");
const pages = apiPages();

test("docs/api is what the sources say; npm run docs writes it", () => {
  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  for (const [name, page] of pages) expect(readFileSync(join(folder, name), "utf8")).toBe(page);
});

test("a page has props with defaults, what is made, and what each grant allows and why", () => {
  const key = pages.get("LabelingKey.md")!;
  expect(key).toContain("| `alias` | `string` | needed |");
  expect(key).toContain("| `rotationPeriodInDays` | `number` | 365 |");
  expect(key).toContain("`aws_kms_alias`, `aws_kms_key`.");
  const [, grant] = pages.get("ExecutionRole.md")!.split("## grantWriteOutput\n");
  expect(grant!.split("\n## ")[0]).toMatch(
    /`S3WriteOutput` \| `s3:AbortMultipartUpload`, .*the job writes answers/,
  );
});

test("a streaming workflow makes topics, a built-in one does not, and a queue for answers is a construct of its own", () => {
  const made = (name: string) => pages.get(name)!.split("## What it makes\n")[1]!.split("\n## ")[0];
  expect(made("StreamingWorkflow.md")).toMatch(/`aws_sns_topic`/);
  expect(made("AnswerQueue.md")).toMatch(/`aws_sqs_queue`/);
  expect(made("BuiltInWorkflow.md")).not.toMatch(/aws_sns_topic/);
});

test("each construct says what it is", () => {
  const silent = [...pages].filter(
    ([name, page]) => /^[A-Z]\w+\.md$/.test(name) && /^# \w+\n\n`import/.test(page),
  );
  expect(silent).toEqual([]);
});
