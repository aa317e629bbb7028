import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { readConfig, synthesize, workflowStacks } from "../../stacks";
import { configSchema } from "../../stacks/config/schema";
import { shownPath } from "../../stacks/config/shown-path";
import { jsonSchema } from "../../stacks/json-schema";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ground-truth-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

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

/** The cdk.tf.json of every stack of a configuration, one after the other. */
function synthesizedText(config: unknown): string {
  const outdir = join(folder, "out");
  synthesize(readConfig(configFile(config)), outdir, workflowStacks);
  const stacks = join(outdir, "stacks");
  const texts = readdirSync(stacks).map((name) => readFileSync(join(stacks, name, "cdk.tf.json"), "utf8"));
  rmSync(outdir, { recursive: true });
  return texts.join("\n");
}

interface SchemaNode {
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
    /\.description$|\.settings\.environment\.\*$|\.command\[\]$|\.external\[\]$|^workforce\.oidc\.(clientId|scope|\w+Endpoint|issuer|jwksUri|requestParameters\.\*)$/;
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
          template: { file: inFolder("${f}.html") },
          preAnnotation: { ready: "pass-through-pre-annotation", ...written() },
          postAnnotation: {
            image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/post:v1",
            command: [text()],
            ...written(),
          },
        },
        {
          name: "lamps",
          type: "streaming",
          ...common,
          custom: {
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
        oidc: {
          clientId: text(),
          clientSecretName: "acme",
          ...Object.fromEntries(
            ["issuer", "authorizationEndpoint", "tokenEndpoint"].map((key) => [key, text("https://acme/")]),
          ),
          ...Object.fromEntries(
            ["userInfoEndpoint", "logoutEndpoint", "jwksUri"].map((key) => [key, text("https://acme/")]),
          ),
          scope: text(),
          requestParameters: { [text()]: text() },
        },
        teams: [{ name: "experts", description: text(), groups: ["experts"] }],
      },
      access: [
        "console-user",
        "function-author",
        "job-creator",
        "job-operator",
        "workforce-manager",
        "vendor-subscriber",
        "auditor",
        "key-administrator",
        "deployer",
      ].map((persona) => ({
        persona,
        description: text(),
        ...(persona === "function-author" ? { functions: ["acme-*"] } : {}),
      })),
    };
    const output = synthesizedText(config);
    expect(texts.filter((one) => !output.includes(one[0] + one))).toEqual([]);
    const openings = output.match(/[$%]+\{x\d+\}/g)!;
    expect(openings.filter((opening) => !/^(\$\$|%%)\{/.test(opening))).toEqual([]);
    expect(output).not.toMatch(/.\{f\}/);
  });
});
