import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformIterator, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import * as library from "../../lib";
import {
  BuiltInTaskType,
  InvalidInputError,
  LabelingBucket,
  LabelingKey,
  LabelingTopic,
  S3Location,
} from "../../lib";
import { calls, enums, functions, inputs, objects, structs } from "../../lib/validation/input-shapes";
import { AnnotationFunctionBase } from "../../lib/functions/annotation-function-base";
import { ExecutionRoleBase } from "../../lib/roles/execution-role-grants";
import { ExecutionRoleOfAnotherStack } from "../../lib/roles/execution-role-of-another-stack";
import { LabelingBucketBase } from "../../lib/storage/labeling-bucket-base";
import { BucketOfAnotherStack } from "../../lib/storage/bucket-of-another-stack";
import { KeyOfAnotherStack } from "../../lib/encryption/key-of-another-stack";
import { TopicOfAnotherStack } from "../../lib/streaming/topic-of-another-stack";
import { inputShapesModule } from "../../tools/input-shapes";
import { synthesized } from "../synthesized";
import { account } from "../account";
import { scratchFolder } from "../scratch-folder";

const project = join(__dirname, "..", "..");
const scratch = scratchFolder();
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${account}:${resource}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;

type Values = Record<string, unknown>;

/** Right values for everything that takes some, which each test spoils in one place. */
function rightInput(name: string, stack: TerraformStack): Values {
  const key = () => LabelingKey.fromAlias(stack, "AKey", "alias/acme");
  const topic = () => LabelingTopic.fromTopicArn(stack, "ATopic", arn("sns", "acme"));
  const workflow = {
    name: "signs",
    inputs: [S3Location.parse("s3://acme-raw/")],
    output: S3Location.parse("s3://acme-labels/"),
  };
  const workflows = [
    { ...workflow, executionRoleArn: role("signs"), taskType: BuiltInTaskType.BOUNDING_BOX },
  ];
  const code = library.FunctionCode.fromImage(`${account}.dkr.ecr.eu-west-1.amazonaws.com/acme:1`);
  const persona = { policyName: "acme" };
  const all: Record<string, () => Values> = {
    AccessLogBucket: () => ({ bucketName: "acme-logs" }),
    AnswerQueue: () => ({ queueName: "acme", topic: topic(), encryptionKey: key() }),
    BuiltInWorkflow: () => ({ ...workflow, taskType: BuiltInTaskType.BOUNDING_BOX }),
    CustomWorkflow: () => workflow,
    Deployer: () => ({ ...persona, stacks: [new TerraformStack(stack.node.root, "other")] }),
    ExecutionRole: () => ({ roleName: "acme" }),
    "ExecutionRole.fromRoleArn": () => ({ roleArn: role("acme"), policyName: "acme" }),
    "ExecutionRole.fromRoleName": () => ({ roleName: "acme", policyName: "acme" }),
    FailedObjectsAlarm: () => ({ name: "acme", labelingJobName: "acme-1", topic: topic() }),
    FunctionAuthor: () => ({ ...persona, functionNames: ["acme"], functionRoleArns: [role("acme")] }),
    FunctionRole: () => ({ roleName: "acme" }),
    FunctionSubscription: () => ({ topic: topic(), functionArn: arn("lambda", "function:acme") }),
    KeyAdministrator: () => ({ ...persona, encryptionKeys: [key()] }),
    LabelCategoryFile: () => ({
      fileName: "acme",
      bucket: LabelingBucket.fromBucketName(stack, "ABucket", "acme-raw"),
      labels: ["a", "b"],
    }),
    "LabelCategoryFile.fromS3Uri": () => ({ uri: "s3://acme-raw/labels.json" }),
    LabelingBucket: () => ({ bucketName: "acme-labels", encryptionKey: key() }),
    "LabelingBucket.fromBucketName": () => ({ bucketName: "acme-labels" }),
    LabelingJob: () => ({
      workflow: new library.CustomWorkflow(stack, "AWorkflow", workflow),
      workTeam: library.WorkTeam.fromWorkTeamName(stack, "ATeam", "acme"),
      template: library.WorkerTaskTemplate.fromS3Uri(stack, "ATemplate", "s3://acme-raw/page.html"),
      manifestS3Uri: "s3://acme-raw/input.manifest",
    }),
    "LabelingJob.fromOutput": () => ({
      outputManifestUri: "s3://acme-labels/j/manifests/output/output.manifest",
      labelAttributeName: "signs",
    }),
    LabelingJobEvents: () => ({ ruleName: "acme", targets: { topics: [topic()] } }),
    LabelingKey: () => ({ alias: "alias/acme" }),
    "LabelingKey.fromAlias": () => ({ alias: "alias/acme" }),
    "LabelingKey.fromAliasOfAnotherStack": () => ({ alias: "alias/acme" }),
    "LabelingKey.fromKeyArn": () => ({ keyArn: arn("kms", "key/0a1b2c3d-4e5f-4a1b-8c2d-0123456789ab") }),
    LabelingLogGroup: () => ({}),
    LabelingTopic: () => ({ topicName: "acme", encryptionKey: key() }),
    "LabelingTopic.fromTopicArn": () => ({ topicArn: arn("sns", "acme") }),
    PostAnnotationFunction: () => ({ functionName: "acme", code }),
    "PostAnnotationFunction.fromFunctionArn": () => ({ functionArn: arn("lambda", "function:acme") }),
    PreAnnotationFunction: () => ({ functionName: "acme", code }),
    "PreAnnotationFunction.fromFunctionArn": () => ({ functionArn: arn("lambda", "function:acme") }),
    PrivateWorkforce: () => ({
      workforceName: "acme",
      userPool: new library.WorkerUserPool(stack, "APool", { name: "acme", domain: "acme" }),
    }),
    "PrivateWorkforce.fromWorkforceName": () => ({ workforceName: "acme" }),
    ProviderScope: () => ({ provider: stack.node.findChild("aws") }),
    NewObjectEvents: () => ({
      bucket: library.LabelingBucket.fromBucketName(stack, "Watched", "acme-drop", {
        manageNotifications: true,
      }),
      queueArn: arn("sqs", "acme"),
    }),
    QueueSubscription: () => ({
      topic: topic(),
      queue: new library.AnswerQueue(stack, "AQueue", {
        name: "acme",
        topic: LabelingTopic.fromTopicArn(stack, "QueueTopic", arn("sns", "acme")),
        encryptionKey: key(),
      }),
    }),
    StreamingAlarms: () => ({}),
    StreamingWorkflow: () => ({ ...workflow, taskType: BuiltInTaskType.BOUNDING_BOX }),
    WorkTeam: () => ({}),
    "WorkTeam.fromWorkTeamArn": () => ({ workTeamArn: arn("sagemaker", "workteam/private-crowd/acme") }),
    "WorkTeam.fromWorkTeamName": () => ({ workTeamName: "acme" }),
    WorkTeamTopic: () => ({ topicName: "acme", encryptionKey: key() }),
    "WorkTeamTopic.fromTopicArn": () => ({ topicArn: arn("sns", "acme") }),
    "WorkerTaskTemplate.fromS3Uri": () => ({ uri: "s3://acme-raw/page.html" }),
    WorkerTaskTemplate: () => ({ path: "x.html", location: S3Location.parse("s3://acme-raw/") }),
    WorkerUserPool: () => ({ userPoolName: "acme", domain: "acme" }),
    "WorkerUserPool.fromUserPoolId": () => ({ userPoolId: "eu-west-1_abc", clientId: "abc" }),
    WorkforceManager: () => ({ ...persona, workforce: { workforceName: "default" } }),
  };
  const needed = Object.entries(inputs[name] ?? {}).flatMap(([key, type]) =>
    type.endsWith("?") ? [] : [key],
  );
  const isPersona = needed.every((key) => ["policyName", "workflows"].includes(key));
  const ofPersona = () => ({ ...persona, ...(needed.includes("workflows") && { workflows }) });
  const values = all[name] ?? (isPersona && needed.includes("policyName") ? ofPersona : undefined);
  if (values === undefined) throw new Error(`${name} is not tried here: give it right input.`);
  return values();
}

/** Makes what `name` stands for in `stack`: a construct, or what a factory brings in. */
function make(name: string, stack: TerraformStack, values: unknown): void {
  const [className = "", factory] = name.split(".");
  const type = (library as unknown as Record<string, unknown>)[className] as {
    new (scope: TerraformStack, id: string, props: unknown): unknown;
    [factory: string]: (scope: TerraformStack, id: string, ...parameters: unknown[]) => unknown;
  };
  if (factory === undefined) {
    new type(stack, "Tried", values);
    return;
  }
  // The first parameters of a factory are single values; the rest of them are props.
  const single = singles[name] ?? Object.keys(inputs[name]!).slice(0, 1);
  const rest = Object.entries(values as Values).filter(([key]) => !single.includes(key));
  type[factory]!(
    stack,
    "Tried",
    ...single.map((key) => (values as Values)[key]),
    ...(rest.length > 0 ? [Object.fromEntries(rest)] : []),
  );
}
const singles: Record<string, string[]> = {
  "LabelingJob.fromOutput": ["outputManifestUri", "labelAttributeName"],
  "WorkerUserPool.fromUserPoolId": ["userPoolId", "clientId"],
};

function freshStack(): TerraformStack {
  const stack = new TerraformStack(new App({ outdir: scratch }), "test");
  new AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: [account] });
  return stack;
}

/** @returns the properties that are complained of; none if the values are taken */
function refusedProperties(name: string, stack: TerraformStack, values: unknown): string[] {
  return refusedBy(() => make(name, stack, values));
}

function refusedBy(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    expect(error.message).not.toMatch(/\bundefined\b|\[object|TfToken/);
    return error.problems.map(({ property }) => property);
  }
}

const iterator = TerraformIterator.fromList(["a", "b"]);
const all = {
  text: "x",
  number: 1,
  boolean: true,
  object: {},
  list: [],
  null: null,
  function: () => 1,
  date: new Date(0),
};

/** Values of every kind but the one that the type has. */
function wrongValues(type: string): unknown[] {
  const bare = type.replace(/\?$/, "");
  const { text, number, boolean, object, list } = all;
  const others = [all.null, all.function, Symbol("x"), 1n];
  if (bare === "any") return [];
  if (bare.includes("|") && !bare.endsWith("[]")) return wrongValues(bare.split("|").at(-1)!);
  if (bare.endsWith("[]")) {
    const items = wrongValues(bare.slice(0, -2));
    return [text, number, boolean, object, ...others, ...items.map((item) => [item])];
  }
  if (bare.startsWith("{")) return [text, number, boolean, list, ...others, { a: 1 }, { a: null }];
  if (bare in enums) return [number, boolean, object, list, "no such value", ...others];
  if (bare in structs) return [text, number, boolean, list, ...others];
  if (bare in objects) return [text, number, boolean, object, list, ...others];
  if (bare === "string")
    return [
      number,
      boolean,
      object,
      list,
      { toString: "x" },
      iterator.value,
      iterator.getString("a"),
      ...others,
    ];
  if (bare === "number") return [text, boolean, object, list, Number.NaN, ...others];
  if (bare === "boolean") return [text, number, object, list, ...others];
  return [text, number, boolean, object, list, ...others];
}

test("what constructs take is read from the declarations of their props; if not, run `npm run schema`", () => {
  const file = join(project, "lib", "validation", "input-shapes.ts");
  expect(readFileSync(file, "utf8")).toBe(inputShapesModule(project));
});

test("every construct of the package and every way to bring one in is tried here", () => {
  const constructs = Object.entries(library)
    .filter(([, value]) => typeof value === "function" && isConstruct(value))
    .map(([name]) => name);
  expect(constructs.filter((name) => !(name in inputs))).toEqual([]);
});

function isConstruct(type: unknown): boolean {
  for (let at = type; typeof at === "function"; at = Object.getPrototypeOf(at))
    if (at.name === "Construct") return true;
  return false;
}

describe.each(Object.keys(inputs))("%s", (name) => {
  test("refuses values of another kind, by the name of the property", () => {
    const stack = freshStack();
    const right = rightInput(name, stack);
    for (const [property, type] of Object.entries(inputs[name]!)) {
      const wrong: unknown[] = wrongValues(type);
      if (!type.endsWith("?")) wrong.push(undefined);
      for (const value of wrong) {
        const found = refusedProperties(name, stack, { ...right, [property]: value });
        expect([property, type, value, found.some((one) => one.startsWith(property))]).toEqual([
          property,
          type,
          value,
          true,
        ]);
      }
    }
  });

  test("looks into no list and no text that is empty or odd before it has checked it", () => {
    for (const [property, type] of Object.entries(inputs[name]!)) {
      const bare = type.replace(/\?$/, "");
      const odd = bare.endsWith("[]")
        ? [[]]
        : bare === "string"
          ? ["", " ", "${x}", "\u0000", "x".repeat(3000), "arn:", "s3://"]
          : bare in structs || bare.startsWith("{")
            ? [{}]
            : [];
      for (const value of odd) {
        const stack = freshStack();
        refusedProperties(name, stack, { ...rightInput(name, stack), [property]: value });
      }
    }
  });

  test.each([undefined, null, "x", 1, true, []])("refuses %p in place of all properties", (values) => {
    if (name.includes(".")) return;
    // All properties of one construct may be left out.
    if (values === undefined && Object.values(inputs[name]!).every((type) => type.endsWith("?"))) return;
    expect(refusedProperties(name, freshStack(), values)).toEqual(["props"]);
  });
});

/** Kind-right values: a call checks all of its parameters before it does anything. */
function someValue(type: string): unknown {
  const bare = type.replace(/\?$/, "");
  if (bare === "any") return {};
  if (bare.endsWith("[]")) return [someValue(bare.slice(0, -2))];
  if (bare.startsWith("{")) return {};
  if (bare in enums) return enums[bare]![0] ?? "x";
  if (bare in structs) {
    const needed = Object.entries(structs[bare]!).filter(([, field]) => !field.endsWith("?"));
    return Object.fromEntries(needed.map(([name, field]) => [name, someValue(field)]));
  }
  if (bare in objects) return Object.fromEntries(objects[bare]!.map((name) => [name, 1]));
  return { string: "x", number: 1, boolean: true }[bare];
}

/** Classes that factories make, and those that others are built on, by name. */
function classOf(name: string, stack: TerraformStack): { readonly prototype: object } {
  const made: Record<string, () => object> = {
    ExistingAnnotationFunction: () =>
      Object.getPrototypeOf(
        Object.getPrototypeOf(
          brought("PostAnnotationFunction.fromFunctionArn", stack, { roleArn: role("acme") }),
        ),
      ),
    ExistingExecutionRole: () => Object.getPrototypeOf(brought("ExecutionRole.fromRoleName", stack)),
    ExistingLabelingKey: () => Object.getPrototypeOf(brought("LabelingKey.fromAlias", stack)),
    ExistingPostAnnotationFunction: () =>
      Object.getPrototypeOf(
        brought("PostAnnotationFunction.fromFunctionArn", stack, { roleArn: role("acme") }),
      ),
    ExistingTopic: () => Object.getPrototypeOf(brought("LabelingTopic.fromTopicArn", stack)),
    ExistingUserPool: () => Object.getPrototypeOf(brought("WorkerUserPool.fromUserPoolId", stack)),
  };
  const bases = {
    AnnotationFunctionBase,
    BucketOfAnotherStack,
    ExecutionRoleBase,
    ExecutionRoleOfAnotherStack,
    KeyOfAnotherStack,
    LabelingBucketBase,
    TopicOfAnotherStack,
  };
  const factory = made[name];
  if (factory !== undefined) return { prototype: factory() };
  return { ...library, ...bases }[name as "LabelingKey"];
}

function brought(name: string, stack: TerraformStack, more: Values = {}): object {
  make(name, stack, { ...rightInput(name, stack), ...more });
  return stack.node.findChild("Tried");
}

describe.each(Object.entries(calls))("the method %s", (call, parameters) => {
  test("refuses parameters of another kind, by name, before it does anything", () => {
    const stack = freshStack();
    const [className, method] = call.split(".") as [string, string];
    const type = classOf(className, stack);
    const isStatic = !(method in type.prototype);
    const callee = isStatic ? type : Object.setPrototypeOf(new Construct(stack, "Callee"), type.prototype);
    const right = Object.values(parameters).map(someValue);
    for (const [index, [parameter, kind]] of Object.entries(parameters).entries()) {
      const wrong = [...wrongValues(kind), ...(kind.endsWith("?") || kind === "any" ? [] : [undefined])];
      for (const value of wrong) {
        // Without a stack nobody knows what a token stands for.
        if (!Construct.isConstruct(callee) && kind.startsWith("string") && typeof value === "string")
          continue;
        const refused = refusedBy(() => callee[method](...right.with(index, value)));
        expect([parameter, kind, value, refused.some((one) => one.startsWith(parameter))]).toEqual([
          parameter,
          kind,
          value,
          true,
        ]);
      }
    }
  });
});

test("every public function and every class with public methods is tried here", () => {
  const exported = Object.entries(library).filter(([, value]) => typeof value === "function");
  const isMethod = (name: string) => Object.keys(calls).some((call) => call.startsWith(`${name}.`));
  const isTried = (name: string) => name in functions || name in inputs || isMethod(name);
  const names = exported.map(([name]) => name).filter((name) => !isTried(name));
  // Those that judge any value have tests of their own below; an error is made by the library only.
  expect(names.sort()).toEqual(["InvalidInputError", "ShortLogicalIds", ...Object.keys(judges)].sort());
});

describe.each(Object.entries(functions))("the function %s", (name, parameters) => {
  test("refuses parameters of another kind, by name", () => {
    const right = Object.values(parameters).map(someValue);
    const callee = (library as unknown as Record<string, (...values: unknown[]) => unknown>)[name]!;
    for (const [index, [parameter, kind]] of Object.entries(parameters).entries()) {
      for (const value of [...wrongValues(kind), undefined]) {
        // Without a stack nobody knows what a token stands for.
        if (kind === "string" && typeof value === "string") continue;
        const refused = refusedBy(() => callee(...right.with(index, value)));
        expect([parameter, value, refused.some((one) => one.startsWith(parameter))]).toEqual([
          parameter,
          value,
          true,
        ]);
      }
    }
  });
});

const odd: readonly unknown[] = [
  undefined,
  null,
  1,
  Number.NaN,
  true,
  {},
  { toString: "x" },
  [],
  () => 1,
  Symbol("x"),
  1n,
];

/** Functions that say what a text is: of what is no text they say that it is none. */
const judges: Record<string, (value: never) => unknown> = {
  labelingJobNamePrefixProblems: (value) => library.labelingJobNamePrefixProblems(value)[0]?.message,
  labelingJobNameProblems: (value) => library.labelingJobNameProblems(value)[0]?.message,
  parseArn: (value) => library.parseArn(value),
  reviewLabelAttributeName: (value) => library.reviewLabelAttributeName(value).problems[0]?.message,
  workTeamKind: (value) => library.workTeamKind(value),
};

test.each(Object.entries(judges))("the function %s takes any value", (name, judge) => {
  for (const value of odd) {
    const said = judge(value as never);
    if (/Problems|review/.test(name)) expect(said).toMatch(/^got .+; a text is needed$/);
    else expect(said).toBeUndefined();
  }
});

test("addresses of a stack of one's own refuse what is no stack and no element of it", () => {
  type Ids = { new (stack: unknown): { allocate(element: unknown): string } };
  const Ids = library.ShortLogicalIds as unknown as Ids;
  for (const value of odd) {
    expect(refusedBy(() => new Ids(value))).toEqual(["stack"]);
    expect(refusedBy(() => new Ids(freshStack()).allocate(value))).toEqual(["element"]);
  }
});

describe.each(Object.keys(inputs))("%s", (name) => {
  test("refuses what no construct can stand in, and an id that is none", () => {
    const [className = "", factory] = name.split(".");
    const type = (library as unknown as Record<string, unknown>)[className] as {
      new (...values: unknown[]): unknown;
      [factory: string]: (...values: unknown[]) => unknown;
    };
    const run = (scope: unknown, id: unknown) =>
      refusedBy(() =>
        factory === undefined ? new type(scope, id, {}) : type[factory]!(scope, id, "x", "x"),
      );
    for (const value of [...odd, "x"]) expect([value, run(value, "Tried")]).toEqual([value, ["scope"]]);
    for (const value of [...odd, ""]) expect([value, run(freshStack(), value)]).toEqual([value, ["id"]]);
    expect(run(null, iterator.value)).toEqual(["scope", "id"]);
  });
});

test.each([[undefined], [null], [1], [{}], ["acme", null], ["acme", 1], ["acme", []]])(
  "a location refuses %p",
  (...given: unknown[]) => {
    const type = S3Location as unknown as new (...values: unknown[]) => S3Location;
    expect(refusedBy(() => new type(...given))).toHaveLength(1);
  },
);

test("a token is a value of its kind, whatever it will be", () => {
  const token = Token.asString({ resolve: () => "${var.x}" });
  expect(() => synthesized((stack) => new LabelingKey(stack, "Key", { alias: token }))).not.toThrow();
  expect(() =>
    synthesized((stack) => {
      const encryptionKey = LabelingKey.fromAlias(stack, "Key", "alias/acme");
      return new LabelingBucket(stack, "Bucket", {
        name: token,
        encryptionKey,
        expireAfterDays: Token.asNumber(token),
      });
    }),
  ).not.toThrow();
});
