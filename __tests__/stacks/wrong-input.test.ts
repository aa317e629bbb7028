import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { InvalidInputError } from "../../lib";
import * as stacks from "../../stacks";

/*
 * What the ready stacks and their functions take in plain JavaScript, where anything may stand for anything: every prop of
 * every class and every parameter of every function, with values of each wrong kind.
 */

let scratch: string;
beforeAll(() => (scratch = mkdtempSync(join(tmpdir(), "ground-truth-"))));
afterAll(() => rmSync(scratch, { recursive: true }));

type Values = Record<string, unknown>;

const written = {
  namePrefix: "acme",
  region: "eu-west-1",
  account: "111122223333",
  tags: { team: "vision" },
  rolePath: "/labeling/",
  permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
  ssmParameters: true,
  workflows: [
    {
      name: "signs",
      type: "built-in",
      taskType: "BoundingBox",
      inputs: ["s3://acme-raw/signs/"],
      output: "s3://acme-labels/signs/",
      permissions: { style: "least-privilege" },
      executionRole: { name: "acme-signs" },
      jobEvents: { topic: { existing: "arn:aws:sns:eu-west-1:111122223333:ends" } },
      job: {
        workTeam: "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/experts",
        manifestS3Uri: "s3://acme-raw/signs/input.manifest",
        labels: ["a", "b"],
      },
    },
    {
      name: "lamps",
      type: "streaming",
      taskType: "BoundingBox",
      inputs: ["s3://acme-raw/lamps/"],
      output: "s3://acme-labels/lamps/",
      answers: { queue: {} },
      alarms: {},
      publishers: ["arn:aws:iam::111122223333:role/uploader"],
    },
    {
      name: "cards",
      type: "custom",
      inputs: ["s3://acme-raw/cards/"],
      output: "s3://acme-labels/cards/",
      customTask: { preAnnotation: { ready: "pass-through-pre-annotation" } },
    },
  ],
  workforce: {
    userPool: { create: { domain: "acme-labeling" } },
    teams: [{ name: "experts", description: "They know", groups: ["experts"] }],
  },
  access: [{ persona: "job-creator", permissionSet: true }],
};

const config = () => stacks.configSchema.parse(structuredClone(written)) as unknown as Values;
const app = () => new App({ outdir: scratch });

/** Right props of each exported stack, which a test spoils in one place. */
function rightProps(): Record<string, Values> {
  const { workflows, workforce, access, shared: _, ...common } = config();
  const [signs, lamps, cards] = workflows as unknown[];
  return {
    AccessStack: { ...common, workflows, access, workforce, stacks: new Map() },
    BuiltInWorkflowStack: { ...common, workflow: signs },
    CustomWorkflowStack: { ...common, workflow: cards },
    StreamingWorkflowStack: { ...common, workflow: lamps },
    WorkforceStack: { ...common, workforce },
  };
}

const wrong: readonly unknown[] = [null, 1, Number.NaN, 1n, Symbol("x"), () => 1, new Date(0)];

/** Values of another kind than a right one. */
function wrongFor(right: unknown): unknown[] {
  const others: unknown[] = ["", {}, [], true].filter(
    (one) => typeof one !== typeof right || Array.isArray(one) !== Array.isArray(right),
  );
  return [...wrong, ...others];
}

function refusedBy(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    const isTold = error instanceof InvalidInputError || error instanceof stacks.ConfigurationError;
    if (!isTold) throw error;
    expect(error.message).not.toMatch(/\bundefined\b|\[object|TfToken/);
    return error instanceof InvalidInputError
      ? error.problems.map(({ property }) => property)
      : error.problems.map(({ path = "" }) => path);
  }
}

function make(name: string, scope: unknown, id: unknown, props: unknown): string[] {
  type Stack = new (...values: unknown[]) => unknown;
  const type = (stacks as unknown as Record<string, Stack>)[name]!;
  return refusedBy(() => new type(scope, id, props));
}

test("every exported class and function is tried here", () => {
  const names = Object.entries(stacks).flatMap(([name, value]) =>
    typeof value === "function" ? [name] : [],
  );
  const others = ["ConfigurationError", "GroundTruthStack", ...Object.keys(functions)];
  expect(names.sort()).toEqual([...Object.keys(rightProps()), ...others].sort());
});

describe.each([
  "AccessStack",
  "BuiltInWorkflowStack",
  "CustomWorkflowStack",
  "StreamingWorkflowStack",
  "WorkforceStack",
])("%s", (name) => {
  test("takes what the schema made, and refuses each prop of another kind by its name", () => {
    expect(make(name, app(), "s", rightProps()[name])).toEqual([]);
    for (const [prop, right] of Object.entries(rightProps()[name]!)) {
      for (const value of wrongFor(right)) {
        const told = make(name, app(), "s", { ...rightProps()[name], [prop]: value });
        expect([prop, value, told.some((one) => one.startsWith(prop))]).toEqual([prop, value, true]);
      }
    }
  });

  test("refuses each key of its section of another kind, by its path", () => {
    for (const part of ["workflow", "workforce"]) {
      const props = rightProps()[name]!;
      for (const [key, right] of Object.entries((props[part] ?? {}) as Values)) {
        for (const value of wrongFor(right)) {
          const changed = { ...(props[part] as Values), [key]: value };
          const told = make(name, app(), "s", { ...props, [part]: changed });
          const isTold = told.some((one) => one.startsWith(`${part}.${key}`));
          expect([part, key, value, isTold]).toEqual([part, key, value, true]);
        }
      }
    }
  });

  test("refuses what is no scope, no id and no object of props", () => {
    const props = rightProps()[name];
    for (const value of [...wrong, undefined, "", [], true]) {
      expect([value, make(name, value, "s", props)]).toEqual([value, ["scope"]]);
      expect([value, make(name, app(), value, props)]).toEqual([value, ["id"]]);
    }
    for (const value of [null, undefined, 1, "x", true, [], () => 1])
      expect([value, make(name, app(), "s", value)]).toEqual([value, ["props"]]);
  });
});

describe("a configuration that the schema never saw", () => {
  test("is refused where defaults and places in S3 are missing, by every path", () => {
    const told = refusedBy(() => stacks.buildApp(written as never, app(), stacks.workflowStacks));
    expect(told).toEqual(
      expect.arrayContaining(["workflows[0].inputs[0]", "workflows[0].buckets", "backend"]),
    );
    const [signs] = written.workflows;
    const props = { ...rightProps()["BuiltInWorkflowStack"], workflow: signs };
    expect(make("BuiltInWorkflowStack", app(), "s", props)).toEqual(
      expect.arrayContaining(["workflow.inputs[0]", "workflow.output", "workflow.buckets"]),
    );
  });

  test("is refused where the schema would refuse it, with the schema's words", () => {
    const spoiled = { ...config(), namePrefix: "Acme!" };
    const build = () => stacks.buildApp({ ...spoiled, workflows: [] } as never, app(), stacks.workflowStacks);
    expect(refusedBy(build)).toContain("namePrefix");
  });

  test("may be put together of parts that it made", () => {
    const { workflows, ...common } = config();
    const some = { ...common, workflows: (workflows as unknown[]).slice(0, 1) };
    expect(refusedBy(() => stacks.buildApp(some as never, app(), stacks.workflowStacks))).toEqual([]);
  });

  test("a workflow of another kind is refused by its type", () => {
    const { workflow } = rightProps()["CustomWorkflowStack"]!;
    const props = { ...rightProps()["BuiltInWorkflowStack"], workflow };
    expect(make("BuiltInWorkflowStack", app(), "s", props)).toEqual(["workflow.type"]);
  });
});

/** Right parameters of each exported function. */
const functions: Record<string, () => unknown[]> = {
  buildApp: () => [config(), app(), stacks.workflowStacks, undefined, undefined],
  readConfig: () => [join(scratch, "none.yaml")],
  readLocatedConfig: () => [join(scratch, "none.yaml")],
  synthesize: () => [config(), join(scratch, "out"), stacks.workflowStacks, undefined, undefined],
};

test.each(Object.keys(functions))("%s refuses parameters of another kind", (name) => {
  const callee = (stacks as unknown as Record<string, (...values: unknown[]) => unknown>)[name]!;
  for (const index of functions[name]!().keys()) {
    for (const value of [null, 1, 1n, Symbol("x"), "", [], true, {}]) {
      const run = () => callee(...functions[name]!().with(index, value));
      expect([index, value, refusedBy(run).length > 0]).toEqual([index, value, true]);
    }
  }
});
