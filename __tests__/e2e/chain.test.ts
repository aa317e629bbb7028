import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { deployInTurn } from "./stacks-that-need-others";

const step = (name: string, inputs: readonly string[], change: object = {}) => ({
  name,
  type: "streaming",
  taskType: "BoundingBox",
  inputs: inputs.map((folder) => `s3://acme-chain/${folder}/`),
  output: `s3://acme-chain/labels/${name}/`,
  answers: { queue: {} },
  ...change,
});
/** Labels, verifies and adjusts on one bucket, which the first of them makes, with a key for each. */
const chain = {
  namePrefix: "acme",
  region: "eu-west-1",
  workflows: [
    step("adjust", ["images", "labels/label", "labels/verify"], { upstream: "verify" }),
    step("verify", ["images", "labels/label"], { upstream: "label" }),
    step("label", ["images"], {
      buckets: { create: [{ name: "acme-chain", forceDestroy: true }] },
      s3Events: [{ location: "s3://acme-chain/images/", suffix: ".jpg" }],
    }),
  ],
};

const folder = mkdtempSync(join(tmpdir(), "ground-truth-"));
const file = join(folder, "chain.yaml");
writeFileSync(file, stringify(chain));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a chain of three workflows, with a key for each", () => {
  deployInTurn(file, (names) => expect(names).toEqual(["label", "verify", "adjust"]));
});
