import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import type { z } from "zod";
import type { Rule } from "../../lib/rules/rule";
import { ConfigurationError, synthesize, workflowStacks } from "../../stacks";
import type { ConfigurationProblem } from "../../stacks/file/configuration-error";
import { readLocatedConfig } from "../../stacks/config/read-config";
import { personaKinds } from "../../stacks/config/access-schema";
import { configSchema } from "../../stacks/config/schema";
import { shownPath } from "../../stacks/file/shown-path";
import { propertyRuns } from "../property-runs";
import type { TerraformJson } from "../synthesized";
import { serviceLimits } from "./service-limits";
import { ruleOf } from "../../stacks/config/types";
import { jsonSchema } from "../../tools/json-schema";
import { scratchFolder } from "../scratch-folder";

const folder = scratchFolder();
beforeAll(() => {
  writeFileSync(join(folder, "page.html"), "<p>{{ task.input.taskObject }}</p>");
});

function configFile(config: unknown): string {
  const file = join(folder, "ground-truth.yaml");
  writeFileSync(file, stringify(config));
  return file;
}

/** What the schema refuses, each with its path. */
function issuesOf(config: unknown): { readonly path: string; readonly message: string }[] {
  const { error } = configSchema.safeParse(config);
  return (error?.issues ?? []).map(({ path, message }) => ({ path: shownPath(path), message }));
}

/** What reading a configuration or building its stacks refuses. */
function problemsOf(config: unknown): readonly ConfigurationProblem[] {
  try {
    synthesizedTexts(config);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

/** The cdk.tf.json of every stack of a configuration. */
function synthesizedTexts(given: unknown): string[] {
  const outdir = mkdtempSync(join(folder, "out-"));
  const { config, places } = readLocatedConfig(configFile(given));
  synthesize(config, outdir, workflowStacks, places);
  const stacks = join(outdir, "stacks");
  return readdirSync(stacks).map((name) => readFileSync(join(stacks, name, "cdk.tf.json"), "utf8"));
}

interface SchemaNode {
  readonly description?: string;
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly oneOf?: readonly SchemaNode[];
}

/** A text of the schema: its key, with the kind of what it is in, and where it stands in a configuration. */
interface Place {
  readonly key: string;
  readonly path: string;
}

/** A configuration that says everything that the schema knows, with a text of `textAt` in each place. */
function everything(backend: string, textAt: (place: Place) => string): unknown {
  const kinds = ({ oneOf = [] }: SchemaNode) => oneOf.filter(({ properties }) => properties !== undefined);
  const kindOf = ({ properties = {} }: SchemaNode) =>
    Object.values(properties).find((one) => one.const !== undefined)?.const;
  const filled = (node: SchemaNode, key: string, path: string): unknown => {
    if (kinds(node).length > 0) {
      const chosen = kinds(node).find((kind) => kindOf(kind) === backend)!;
      return filled(chosen, `${key}<${kindOf(chosen)}>`, path);
    }
    if (node.const !== undefined) return node.const;
    if (node.enum !== undefined) return node.enum[0];
    if (node.type === "string") return textAt({ key, path });
    if (node.type === "array") {
      const items = kinds(node.items!).length > 0 ? kinds(node.items!) : [node.items!];
      return items.map((item, index) => {
        const kind = kindOf(item);
        return filled(item, `${key}[${kind ?? ""}]`, `${path}[${index}]`);
      });
    }
    if (typeof node.additionalProperties === "object") {
      return { some: filled(node.additionalProperties, `${key}.*`, `${path}.some`) };
    }
    if (node.properties === undefined) return undefined;
    const inside = (outer: string, name: string) => (outer === "" ? name : `${outer}.${name}`);
    return Object.fromEntries(
      Object.entries(node.properties).map(([name, member]) => [
        name,
        filled(member, inside(key, name), inside(path, name)),
      ]),
    );
  };
  return filled(JSON.parse(jsonSchema()) as SchemaNode, "", "");
}

describe("what begins a template of Terraform's", () => {
  /** Keys whose texts go to people or programs as they are written. */
  const free =
    /(?<!job|Attributes\[\])\.description$|\.settings\.environment\.\*$|\.command\[\]$|\.external\[\]$|\.statements\[\]\.(reason|conditions\.\*\.\*(\[\])?)$|\.email(Subject|Message)$|^workforce\.oidcConfig\.(clientId|scope|\w+Endpoint|issuer|jwksUri|authenticationRequestExtraParams\.\*)$/;
  /** Paths of files, which are looked for: that there is none is told later. */
  const file = /\.template\.(file|keep\[\])$|Annotation\.(entry|directory|zip)$/;
  const beginnings = [
    "",
    "acme",
    "/acme/",
    "alias/acme",
    "s3://acme-raw/",
    "s3://acme-raw/a.zip",
    "https://acme.example/",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme:",
    "arn:aws:iam::111122223333:policy/",
    "arn:aws:kms:eu-west-1:111122223333:alias/",
    "arn:aws:kms:eu-west-1:111122223333:key/",
    "arn:aws:lambda:eu-west-1:111122223333:function:",
    "arn:aws:lambda:eu-west-1:111122223333:layer:acme:1",
    "arn:aws:sns:eu-west-1:111122223333:",
    "arn:aws:sqs:eu-west-1:111122223333:",
    "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:",
    "vpc-",
  ];

  test("is refused with its place in every key of the schema but free text", () => {
    const taken = new Set<string>();
    beginnings.forEach((beginning, index) => {
      const texts = new Map<string, string>();
      const keys = new Map<string, string>();
      const config = everything(index % 3 === 0 ? "cloud" : "s3", ({ key, path }) => {
        const text = `${beginning}${index % 2 === 0 ? "$" : "%"}{x${texts.size}}`;
        texts.set(path, text);
        keys.set(path, key);
        return text;
      });
      for (const { path, message } of issuesOf(config)) {
        const text = JSON.stringify(texts.get(path) ?? "");
        if (message.includes(text) || message.includes("(not shown)")) keys.delete(path);
      }
      [...keys.values()].forEach((key) => taken.add(key));
    });
    const keys: string[] = [];
    everything("s3", ({ key }) => (keys.push(key), ""));
    const files = keys.filter((key) => file.test(key));
    expect([...taken].sort()).toEqual([...files, ...keys.filter((key) => free.test(key))].sort());
  });

  test("reaches AWS as it is written in free text, and in names of files nobody", () => {
    const texts: string[] = [];
    const text = (beginning = "") => {
      const one = `${texts.length % 2 === 0 ? "$" : "%"}{x${texts.length}}`;
      texts.push(one);
      return beginning + one;
    };
    const inFolder = (path: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "exports.handler = async () => undefined;");
      return path;
    };
    const written = () => ({ description: text(), settings: { environment: { FORMAT: text() } } });
    const common = { inputs: ["s3://acme-raw/in/"], output: "s3://acme-raw/out/" };
    const config = {
      namePrefix: "acme",
      region: "eu-west-1",
      account: "111122223333",
      workflows: [
        {
          name: "signs",
          type: "custom",
          ...common,
          customTask: {
            template: { file: inFolder("${f}.html") },
            preAnnotation: { ready: "pass-through-pre-annotation", ...written() },
            postAnnotation: {
              imageUri: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/post:v1",
              command: [text()],
              ...written(),
            },
          },
        },
        {
          name: "lamps",
          type: "streaming",
          ...common,
          customTask: {
            preAnnotation: {
              directory: dirname(inFolder("${f}/index.js")),
              runtime: "nodejs22.x",
              handler: "index.handler",
              ...written(),
            },
            postAnnotation: { entry: inFolder("%{f}.js"), external: ["${f}"], ...written() },
          },
        },
      ],
      workforce: {
        oidcConfig: {
          clientId: text(),
          clientSecretName: "acme",
          ...Object.fromEntries(
            ["issuer", "authorizationEndpoint", "tokenEndpoint"].map((key) => [key, text("https://acme/")]),
          ),
          ...Object.fromEntries(
            ["userInfoEndpoint", "logoutEndpoint", "jwksUri"].map((key) => [key, text("https://acme/")]),
          ),
          scope: text(),
          authenticationRequestExtraParams: { [text()]: text() },
        },
        teams: [{ name: "experts", description: text(), groups: ["experts"] }],
      },
      access: personaKinds.map((persona) => ({
        persona,
        description: text(),
        ...(persona === "function-author" ? { functionNames: ["acme-*"] } : {}),
      })),
    };
    const output = synthesizedTexts(config).join("\n");
    expect(texts.filter((one) => !output.includes(one[0] + one))).toEqual([]);
    const openings = output.match(/[$%]+\{x\d+\}/g)!;
    expect(openings.filter((opening) => !/^(\$\$|%%)\{/.test(opening))).toEqual([]);
    expect(output).not.toMatch(/.\{f\}/);
  });
});

/** Every text of the schema by its key, with what says what is allowed there. */
function ruledTexts(type: z.core.$ZodType, key = ""): { readonly key: string; readonly rule?: Rule }[] {
  const rule = ruleOf(type);
  if (rule !== undefined) return [{ key, rule }];
  const { def } = (type as z.core.$ZodTypes)._zod;
  if (def.type === "string") return [{ key }];
  if (def.type === "object") {
    return Object.entries(def.shape).flatMap(([name, member]) =>
      ruledTexts(member, key === "" ? name : `${key}.${name}`),
    );
  }
  if (def.type === "array") return ruledTexts(def.element, `${key}[]`);
  if (def.type === "record") return ruledTexts(def.valueType, `${key}.*`);
  if (def.type === "union") return def.options.flatMap((option) => ruledTexts(option, key));
  if (def.type === "pipe") return ruledTexts(def.in, key);
  return "innerType" in def ? ruledTexts(def.innerType, key) : [];
}

describe("an ARN", () => {
  const home = { partition: "aws", region: "eu-west-1", account: "111122223333" };
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const resources = [
    ["iam", "role/acme"],
    ["iam", "user/acme"],
    ["iam", "policy/acme"],
    ["kms", `key/${id}`],
    ["kms", "alias/acme"],
    ["lambda", "function:acme"],
    ["lambda", "code-signing-config:csc-0123456789abcdef0"],
    ["lambda", "layer:acme:1"],
    ["sns", "acme"],
    ["sqs", "acme"],
    ["sagemaker", "workteam/private-crowd/acme"],
    ["sagemaker", "workteam/vendor-crowd/acme"],
    ["sagemaker", "model/acme"],
    ["secretsmanager", "secret:acme"],
    ["states", "stateMachine:acme"],
  ] as const;
  const arnsIn = (partition: string, region: string) =>
    resources.map(([service, resource]) => {
      const where = service === "iam" ? "" : region;
      return `arn:${partition}:${service}:${where}:111122223333:${resource}`;
    });
  const texts = ruledTexts(configSchema);
  const takes = (rule: Rule, arn: string) => rule.problem(arn) === undefined;
  /** Texts of any kind, which may look like an ARN and name no place. */
  const anyText =
    /\.(description|handler|s3ObjectVersion|prefix|suffix|emailSubject|emailMessage|clientId|scope|taskTitle|taskDescription|shortInstruction|fullInstruction|reason)$|(^|\.)(command|groups|labels|requiredTagKeys|tags)\[\]$|\.\*(\[\])?$/;
  const arnKeys = texts.filter(
    ({ key, rule }) =>
      rule && !anyText.test(key) && arnsIn("aws", "eu-west-1").some((arn) => takes(rule, arn)),
  );

  test("can stand where the schema speaks of one, and nowhere without a rule", () => {
    const withoutRule = texts.filter(({ rule }) => rule === undefined).map(({ key }) => key);
    const last = withoutRule.map((key) => key.replace(/^.*\./, ""));
    expect([...new Set(last)].sort()).toEqual([
      // Values of conditions in statements of one's own, where IAM has variables.
      ...["*", "*[]"],
      // Files and packages.
      ...["directory", "entry", "external[]", "file", "keep[]"],
      // Names of what else is in the file.
      ...["stacks[]", "upstream", "workflow", "workflows[]", "zip"],
    ]);
    const spokenOf: string[] = [];
    const walk = (node: SchemaNode, key: string): void => {
      if (/\bARNs?\b/.test(node.description ?? "") && !["object", "boolean"].includes(node.type ?? ""))
        spokenOf.push(node.type === "array" ? `${key}[]` : key);
      (node.oneOf ?? []).forEach((option) => walk(option, key));
      if (node.items !== undefined) walk(node.items, `${key}[]`);
      for (const [name, member] of Object.entries(node.properties ?? {}))
        walk(member, key === "" ? name : `${key}.${name}`);
    };
    walk(JSON.parse(jsonSchema()) as SchemaNode, "");
    const keys = new Set(arnKeys.map(({ key }) => key));
    // The name of a team ends its ARN.
    expect(spokenOf.filter((key) => !keys.has(key))).toEqual(["workforce.teams[].name"]);
  });

  test("of another partition or region is refused in every key that takes ARNs", () => {
    const silent = (arns: readonly string[], anywhere?: RegExp) => {
      const keys = arnKeys.flatMap(({ key, rule }) =>
        (anywhere?.test(key) ? [] : arns)
          .filter((arn) => takes(rule!, arn) && rule!.elsewhere?.(arn, home) === undefined)
          .map((arn) => `${key.replace(/^.*[.]/, "")}: ${arn.split(":")[2]}`),
      );
      return [...new Set(keys)].sort();
    };
    expect(silent(arnsIn("aws-cn", "cn-north-1"))).toEqual([]);
    const elsewhere = arnsIn("aws", "us-east-1").filter((arn) => !arn.includes(":iam:"));
    // What somebody's own statement and trust are about may be in any region, and SNS delivers to queues of others.
    expect(silent(elsewhere, /\.(resources|sourceArns|invokeFunctionArns)\[\]$/)).toEqual([
      "subscribeQueues[]: sqs",
    ]);
    const unknown = arnsIn("awsx", "eu-west-1");
    expect(silent(unknown)).toEqual([]);
  });

  test("of another region is told with its path, for keys of shared buckets too", () => {
    const key = arnsIn("aws", "us-east-1").find((arn) => arn.includes(":key/"))!;
    const workflow = { name: "signs", type: "built-in", taskType: "BoundingBox", inputs: ["s3://acme/in/"] };
    const issues = issuesOf({
      namePrefix: "acme",
      region: "eu-west-1",
      shared: { buckets: { create: [{ name: "acme", encryptionKey: { existing: key } }] } },
      workflows: [{ ...workflow, output: "s3://acme/out/" }],
    });
    expect(issues).toEqual([
      {
        path: "shared.buckets.create[0].encryptionKey.existing",
        message: expect.stringContaining(
          "which lies in us-east-1; a key encrypts in its own region",
        ) as string,
      },
    ]);
  });
});

describe("what IAM has no room for is refused with its place:", () => {
  const arn = (name: string) => `arn:aws:iam::111122223333:role/people/${name}`;
  const signs = { name: "signs", type: "built-in", taskType: "BoundingBox", output: "s3://acme-labels/" };
  const inputs = ["s3://acme-raw/images/"];
  const base = { namePrefix: "acme", region: "eu-west-1", account: "111122223333" };
  const people = (count: number) =>
    Array.from({ length: count }, (_, index) => arn(`labeling-lead-${index}`));
  const trusting = (count: number) =>
    problemsOf({
      ...base,
      workflows: [{ ...signs, inputs }],
      access: [{ persona: "auditor", createRole: { trustedPrincipalArns: people(count) } }],
    });

  test("a trust policy of more than 2,048 characters", () => {
    expect(trusting(30)).toEqual([]);
    expect(trusting(45)).toEqual([
      expect.objectContaining({
        path: "access[0].createRole.trustedPrincipalArns",
        place: expect.stringMatching(/:\d+:\d+$/) as string,
        message: expect.stringMatching(
          /^a role's trust policy has at most 2048 characters; with these 45 this one has 2\d{3}\. Name fewer/,
        ) as string,
      }),
    ]);
  });

  test("the further policy of one role, named as another role", () => {
    const many = Array.from({ length: 60 }, (_, index) => `s3://acme-raw/${"images/".repeat(10)}${index}/`);
    const two = (name: string) =>
      problemsOf({
        ...base,
        workflows: [
          { ...signs, inputs: many, executionRole: { name: "labeling" } },
          { ...signs, name: "lamps", inputs, executionRole: { name } },
        ],
      });
    expect(two("Labeling-22")).toEqual([]);
    expect(two("Labeling-2")).toEqual([
      expect.objectContaining({
        path: "workflows[1]",
        message: expect.stringMatching(/^makes the policy "Labeling-2", as workflows\[0\] does/) as string,
      }),
    ]);
  });
});

describe("what is written for Terraform", () => {
  /** Mostly what is allowed, and sometimes one more. */
  const upTo = (most: number) =>
    fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: 1, max: most }) },
      { weight: 20, arbitrary: fc.constant(most) },
      { weight: 1, arbitrary: fc.constant(most + 1) },
    );
  const word = (most: number, first = "a") =>
    upTo(most).map((length) => `${first}${"-bcdefghi".repeat(length)}`.slice(0, length).replace(/-$/, "z"));
  const many = <T>(most: number, each: (index: number) => T) =>
    upTo(most).map((count) => Array.from({ length: count }, (_, index) => each(index)));
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const iam = (what: string) => `arn:aws:iam::111122223333:${what}`;
  const text = (most: number) => upTo(most).map((length) => "d".repeat(length));
  const network = fc.record({
    subnetIds: many(16, (index) => `subnet-${index.toString(16).padStart(8, "0")}`),
    securityGroupIds: many(5, (index) => `sg-${index.toString(16).padStart(8, "0")}`),
  });
  const written = (ready: string, first: string) =>
    fc.record({
      ready: fc.constant(ready),
      name: optional(word(64, first)),
      description: optional(text(256)),
      settings: fc.record({
        layers: optional(many(5, (index) => `arn:aws:lambda:eu-west-1:111122223333:layer:l${index}:1`)),
        vpcConfig: optional(network),
      }),
    });
  const task = fc.record({
    preAnnotation: written("pass-through-pre-annotation", "p"),
    postAnnotation: written("text-spans", "q"),
  });
  const workflow = (first: string) =>
    fc.record({
      inputs: many(60, (index) => `s3://acme-raw/${"images/".repeat(index % 12)}${index}/`),
      dataUsers: many(90, (index) => iam(`role/people/data-user-${index}`)),
      name: word(27, first),
      executionRole: fc.record({ name: optional(word(64, first)) }),
    });
  const configuration = fc
    .record({
      namePrefix: word(20),
      rolePath: optional(upTo(510).map((length) => `/${"p".repeat(length)}/`)),
      tags: many(50, String).map((keys) => Object.fromEntries(keys.map((key) => [`tag ${key}`, "x"]))),
      built: workflow("b"),
      streamed: workflow("s"),
      task,
      bucket: word(63).map((name) => name.padEnd(3, "z")),
      queue: optional(word(67)),
      publishers: many(80, (index) => iam(`role/people/publisher-${index}`)),
      consumers: many(48, (index) => iam(`role/people/consumer-${index}`)),
      trustedPrincipalArns: many(34, (index) => iam(`role/people/lead-${index}`)),
      description: text(1000),
      group: word(128),
      user: word(64),
      teams: many(10, (index) => `group-${index}`),
      team: word(63),
    })
    .map((given) => {
      const { built, streamed, task: custom } = given;
      const common = ({ inputs, dataUsers, executionRole }: typeof built) => ({
        inputs,
        output: "s3://acme-labels/",
        executionRole,
        encryptionKey: { create: { dataUsers } },
      });
      return {
        namePrefix: given.namePrefix,
        region: "eu-west-1",
        account: "111122223333",
        rolePath: given.rolePath,
        tags: given.tags,
        workflows: [
          {
            name: built.name,
            type: "built-in",
            taskType: "BoundingBox",
            ...common(built),
            inputs: [...built.inputs, `s3://${given.bucket}/more/`],
            buckets: { create: [{ name: given.bucket, vpcRestriction: { vpcIds: ["vpc-0a1b2c3d"] } }] },
          },
          {
            name: streamed.name,
            type: "streaming",
            customTask: { template: { file: "page.html" }, ...custom },
            ...common(streamed),
            publishers: given.publishers,
            labelingJobName: "job",
            answers: {
              queue: { name: given.queue, consumers: given.consumers },
              subscribeFunctions: ["arn:aws:lambda:eu-west-1:111122223333:function:archive"],
            },
            alarms: {},
          },
        ],
        workforce: {
          userPool: { create: { domain: "acme" } },
          ipRanges: ["203.0.113.0/24"],
          teams: [{ name: given.team, description: given.description.slice(0, 200), groups: given.teams }],
        },
        access: [
          {
            persona: "job-creator",
            description: given.description,
            createRole: { trustedPrincipalArns: given.trustedPrincipalArns },
            createGroup: given.group,
            createUser: given.user,
          },
        ],
      };
    });

  const valuesAt = (resource: unknown, path: readonly string[]): unknown[] => {
    const [step, ...rest] = path;
    if (resource === undefined) return [];
    return step === undefined ? [resource] : valuesAt((resource as Record<string, unknown>)[step], rest);
  };
  /** As AWS counts it, with a name for what only Terraform will know. */
  const known = (value: string) =>
    value
      .replace(/\$\$\{|%%\{/g, (opening) => opening.slice(1))
      .replace(/\$\{(aws|data)[^}]*\}/g, "x".repeat(24));

  test("is within what AWS takes, or refused with its place", () => {
    const seen = new Set<string>();
    let built = 0;
    fc.assert(
      fc.property(configuration, (config) => {
        let stacks: string[];
        try {
          stacks = synthesizedTexts(config);
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          expect(error.problems.filter(({ place }) => place === undefined)).toEqual([]);
          return;
        }
        built += 1;
        for (const json of stacks.map((one) => JSON.parse(one) as TerraformJson)) {
          for (const { type, attribute, least = 0, most, form = /^/, page } of serviceLimits) {
            for (const resource of Object.values(json.resource[type] ?? {})) {
              for (const value of valuesAt(resource, attribute.split("."))) {
                seen.add(`${type}.${attribute}`);
                const counted = typeof value === "string" ? known(value) : (value as unknown[]);
                const fits = counted.length >= least && counted.length <= most && form.test(String(counted));
                expect({ type, attribute, page, length: counted.length, fits }).toMatchObject({ fits: true });
              }
            }
          }
        }
      }),
      propertyRuns(15),
    );
    expect(built).toBeGreaterThan(0);
    expect(
      serviceLimits.map(({ type, attribute }) => `${type}.${attribute}`).filter((one) => !seen.has(one)),
    ).toEqual([]);
  });
});
