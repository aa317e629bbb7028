import { join } from "node:path";
import { type JsiiFault, jsiiFindings } from "../../tools/api/jsii-findings";
import { messagesIn } from "../../tools/api/messages";
import { PublicApi } from "../../tools/api/public-api";

const api = new PublicApi();
const root = join(__dirname, "..", "..");

test("everything that the package exports, and each public member of it, is documented", () => {
  expect(api.names.length).toBeGreaterThan(1000);
  const silent = api.names.filter((one) => !api.isDocumented(one));
  expect(silent.map(({ entry, name }) => `${entry}: ${name}`)).toEqual([]);
});

/** Advice that names TypeScript, by its file: why nobody reads it who writes YAML. */
const forApps: Readonly<Record<string, string>> = {
  "lib/iam/document.ts": "tokens in statements: a configuration has none",
  "lib/roles/grantee.ts": "roles of CDKTF: a configuration names roles by their ARN",
  "lib/scope/stack-scope.ts": "stacks with several AWS providers: ready stacks have one",
  "lib/workforce/private-workforce.ts":
    "a user pool of another stack: the ready stack makes or looks up its own",
  "lib/workforce/work-team.ts": "a workforce of another stack: the ready stack makes or looks up its own",
};

test("no advice to somebody who writes YAML names a class or a function", () => {
  // A single word, Deployer say, is a word of English too; a function, executionRoles say, may be a key.
  const exported = new Set(
    api.names
      .map(({ name }) => name)
      .filter((name) => !name.includes(".") && /^[A-Z]\w*[a-z][A-Z]/.test(name)),
  );
  const naming = messagesIn(root, ["lib", "stacks", "cli"]).filter(
    ({ file, text }) =>
      !/^lib\/(access|handlers)\/|input-shapes/.test(file) &&
      (/\b[A-Z]\w+\.[a-z]\w+\(|\b[a-z]+[A-Z]\w*\(|\bFn\./.test(text) ||
        (text.match(/(?<![.\w])\w+/g) ?? []).some((word) => exported.has(word))),
  );
  const told = naming.map(({ file, text }) => `${file}: ${text}`);
  const found = [...new Set(naming.map(({ file }) => file))];
  expect(told.filter((one) => !Object.keys(forApps).includes(one.split(": ")[0]!))).toEqual([]);
  expect(found.sort()).toEqual(Object.keys(forApps).sort());
});

/** What jsii could not compile, and why it is so: decision 68. A new place is avoided, or comes here with its reason. */
const notForJsii: readonly (readonly [fault: JsiiFault, because: string, names: readonly string[]])[] = [
  [
    "not exported",
    "bases, and parts of statements, that users are not to extend or make",
    [
      "ArnParts",
      "Auditor",
      "ConsoleUser",
      "ExecutionRole",
      "ExecutionRole.grantStreaming",
      "ExecutionRole.grantTrainingNetwork",
      "IExecutionRole.grantStreaming",
      "IExecutionRole.grantTrainingNetwork",
      "JobCreator",
      "JobOperator",
      "LabelingBucket",
      "PostAnnotationFunction",
      "PreAnnotationFunction",
    ],
  ],
  [
    "readonly list",
    "statements and problems are values that nobody changes",
    [
      "InvalidInputError",
      "InvalidInputError.problems",
      "KeyTarget.resources",
      "LabelAttributeNameReview.problems",
      "LabelAttributeNameReview.warnings",
      "PolicyPrincipal.aws",
      "PolicyPrincipal.service",
      "PolicyStatement.actions",
      "PolicyStatement.resources",
      "StatementBody.actions",
      "StatementBody.resources",
      "labelingJobNamePrefixProblems",
      "labelingJobNameProblems",
      "renderPolicy",
    ],
  ],
  [
    "computed type",
    "a workflow or what is written down of one; conditions as IAM writes them; a part of what is stated",
    ["PeoplesWorkflow", "PolicyConditions", "StackScope.stated", "WrittenConditions"],
  ],
  [
    "union",
    "Allow and Deny are IAM's words; the parameter is that of the CDKTF method",
    ["PolicyStatement.effect", "ShortLogicalIds.allocate"],
  ],
  ["extends Error", "it is thrown, and caught by its class", ["InvalidInputError"]],
  ["is a struct", "what `permissions` takes is plain", ["StackScope"]],
];

test("what jsii cannot compile of the public API is listed, with the reason", () => {
  const found = jsiiFindings(api).map(({ fault, name }) => `${fault}: ${name}`);
  const listed = notForJsii.flatMap(([fault, , names]) => names.map((name) => `${fault}: ${name}`));
  expect(found.sort()).toEqual(listed.sort());
});
