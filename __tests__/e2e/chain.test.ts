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

const review = (name: string, taskType: string, inputs: readonly string[], change: object = {}) => ({
  ...step(name, inputs, change),
  type: "built-in",
  taskType,
  answers: undefined,
  executionRole: { shared: "lamps" },
});
/** The same as jobs that come one after the other, all with one role, told in Parameter Store. */
const oneRole = {
  namePrefix: "acme",
  region: "eu-west-1",
  ssmParameters: true,
  shared: { executionRoles: [{ name: "lamps" }] },
  workflows: [
    review("adjust", "AdjustmentBoundingBox", ["images", "labels/verify"]),
    review("verify", "LabelVerificationBoundingBox", ["images", "labels/label"]),
    review("label", "BoundingBox", ["images"], {
      buckets: {
        create: [{ name: "acme-chain", forceDestroy: true }],
        accessLogBucket: { create: { name: "acme-chain-access", forceDestroy: true } },
      },
    }),
  ],
};

const folder = mkdtempSync(join(tmpdir(), "ground-truth-"));
const written = (name: string, config: object) => {
  const file = join(folder, name);
  writeFileSync(file, stringify(config));
  return file;
};
afterAll(() => rmSync(folder, { recursive: true }));

describe("a chain of three workflows, with a key for each", () => {
  deployInTurn(written("chain.yaml", chain), (names) => expect(names).toEqual(["label", "verify", "adjust"]));
});

describe("a job after the other over one bucket, with one role", () => {
  deployInTurn(written("one-role.yaml", oneRole), (names) =>
    expect(names).toEqual(["shared", "label", "adjust", "verify"]),
  );
});
