import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { fillConfig } from "./filled-configs";
import { mutateFile } from "./file-mutations";
import { placedTexts } from "./known-texts";
import { madeConfig } from "./made-configs";
import { Random } from "./random";
import { type JsonSchema, type KnownTexts, schemaValue } from "./schema-configs";
import { mutateText } from "./text-mutations";
import { mutateTree } from "./tree-mutations";

/** One text that is tried as a configuration. */
export interface FuzzInput {
  readonly text: string;
  /** Folder that its paths start at, in the project. */
  readonly folder: string;
  /** Templates and handlers that are other ones than those of the folder, by their paths. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether constructs of one's own are put into its stacks. @default false */
  readonly hasAdditions?: boolean;
  /** How it was made, for whoever looks at a failure. */
  readonly origin: string;
}

interface Example {
  readonly text: string;
  readonly folder: string;
}

/** The same inputs for the same seed: the n-th can be made without those before it. */
export class FuzzInputs {
  private readonly examples: readonly Example[];
  private readonly schema: JsonSchema;
  private readonly known: KnownTexts;
  /** An example with templates and handlers beside it. */
  private readonly beside: Example;

  public constructor(
    project: string,
    private readonly seed: number,
  ) {
    const folder = join(project, "examples");
    const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    this.examples = [
      { text: readFileSync(join(project, "ground-truth.yaml"), "utf8"), folder: project },
      ...files.sort().map((name) => ({ text: readFileSync(join(folder, name), "utf8"), folder })),
    ];
    this.beside = this.examples.at(-1)!;
    this.schema = JSON.parse(readFileSync(join(project, "ground-truth.schema.json"), "utf8")) as JsonSchema;
    this.known = textsByKey([...this.examples.map(({ text }) => parse(text) as unknown), placedTexts]);
  }

  public at(index: number): FuzzInput {
    const random = new Random(this.seed * 1_000_003 + index);
    const example = random.one(this.examples);
    switch (random.below(20)) {
      case 0:
      case 1:
        return { ...example, text: mutateText(example.text, random), origin: "text" };
      case 2:
      case 3: {
        const config = schemaValue(this.schema, random, this.known);
        return { ...example, text: written(config), origin: "schema" };
      }
      case 4: {
        const config = fewWorkflows(parse(example.text) as object, random);
        mutateTree(config, random);
        return { ...example, text: mutateText(written(config), random), origin: "tree and text" };
      }
      case 10:
      case 11:
        return { ...this.beside, text: written(madeConfig(random)), origin: "made" };
      case 12:
      case 13: {
        // Without keys that have no value.
        const config = parse(written(madeConfig(random))) as object;
        mutateTree(config, random);
        return { ...this.beside, text: written(config), origin: "made and tree" };
      }
      case 14:
      case 15:
      case 16: {
        const isMade = random.chance(0.5);
        const base = isMade ? { ...this.beside, text: written(madeConfig(random)) } : example;
        const config = fewWorkflows(parse(base.text) as object, random);
        fillConfig(config, this.schema, random, this.known);
        return { ...base, text: written(config), hasAdditions: random.chance(0.3), origin: "filled" };
      }
      case 17: {
        const files = Object.fromEntries(
          besideFiles.flatMap((name) => (random.chance(0.6) ? [[name, this.mutatedFile(name, random)]] : [])),
        );
        return { ...this.beside, text: written(madeConfig(random)), files, origin: "made and files" };
      }
      default: {
        const config = fewWorkflows(parse(example.text) as object, random);
        mutateTree(config, random);
        return { ...example, text: written(config), origin: "tree" };
      }
    }
  }

  private mutatedFile(name: string, random: Random): string {
    return mutateFile(readFileSync(join(this.beside.folder, name), "utf8"), random);
  }
}

/** What made configurations name. */
const besideFiles = [
  "templates/parcel-damage.liquid.html",
  "templates/bird-songs.liquid.html",
  "templates/price-tags.liquid.html",
  "templates/support-calls.liquid.html",
  "handlers/price-tags/pre-annotation.ts",
  "handlers/price-tags/post-annotation.ts",
  "handlers/price-tags/read-price.ts",
  "handlers/support_calls/pre_annotation.py",
];

/** As YAML. What is nested too deep for its writer is written as JSON, which is YAML too. */
function written(config: unknown): string {
  try {
    return stringify(config);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify(config);
  }
}

/** A part of the workflows: faster, and a change meets each of them more often. */
function fewWorkflows(config: object, random: Random): object {
  const { workflows = [], ...others } = config as { workflows?: unknown[] };
  const few = workflows.filter(() => random.chance(0.4));
  const kept = few.length === 0 ? [random.one(workflows)] : few;
  return random.chance(0.8) ? { ...others, workflows: kept } : config;
}

function textsByKey(values: readonly unknown[]): KnownTexts {
  const texts = new Map<string, Set<string>>();
  const visit = (value: unknown, key: string): void => {
    if (typeof value === "string") texts.set(key, (texts.get(key) ?? new Set()).add(value));
    else if (Array.isArray(value)) value.forEach((item) => visit(item, key));
    else if (typeof value === "object" && value !== null) {
      Object.entries(value).forEach(([name, item]) => visit(item, name));
    }
  };
  values.forEach((value) => visit(value, ""));
  return new Map([...texts].map(([key, found]) => [key, [...found].sort()]));
}
