import model from "./labeling-job-model.json";

/** A shape of the API model: what botocore knows of a value. */
interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Shape>>;
  readonly requiredMembers?: readonly string[];
  readonly member?: Shape;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export type Operation = "CreateLabelingJob" | "DescribeLabelingJob" | "StopLabelingJob";

/** Everything by which a request breaks the API model: members, types, lengths, patterns, enums. */
export function requestProblems(operation: Operation, request: unknown): string[] {
  return problems(model[operation].request, request, "");
}

/** The same of an answer. */
export function responseProblems(response: unknown): string[] {
  return problems(model.DescribeLabelingJob.response, response, "");
}

function problems(shape: Shape, value: unknown, path: string): string[] {
  const at = path === "" ? "the whole" : path;
  switch (shape.type) {
    case "structure": {
      if (typeof value !== "object" || value === null || Array.isArray(value))
        return [`${at} is no structure`];
      const missing = (shape.requiredMembers ?? []).filter((name) => !(name in value));
      return [
        ...missing.map((name) => `${at} lacks ${name}`),
        ...Object.entries(value).flatMap(([name, member]) => {
          const known = shape.members?.[name];
          const inner = path === "" ? name : `${path}.${name}`;
          return known === undefined ? [`${inner} is unknown`] : problems(known, member, inner);
        }),
      ];
    }
    case "list":
      if (!Array.isArray(value)) return [`${at} is no list`];
      return [
        ...outside(shape, value.length, `${at} has`),
        ...value.flatMap((item, index) =>
          shape.member === undefined ? [] : problems(shape.member, item, `${path}[${index}]`),
        ),
      ];
    case "integer":
      if (typeof value !== "number" || !Number.isInteger(value)) return [`${at} is no whole number`];
      return outside(shape, value, `${at} is`);
    case "string": {
      if (typeof value !== "string") return [`${at} is no string`];
      const fits = shape.pattern === undefined || new RegExp(`^(?:${shape.pattern})$`, "u").test(value);
      return [
        ...outside(shape, value.length, `${at} has`),
        ...(fits ? [] : [`${at} does not match ${shape.pattern}: ${value}`]),
        ...(shape.enum?.includes(value) === false ? [`${at} is none of ${shape.enum.join(", ")}`] : []),
      ];
    }
    case "timestamp":
      return typeof value === "number" ? [] : [`${at} is no timestamp`];
    default:
      return [`${at} is of the unknown type ${shape.type}`];
  }
}

function outside({ min = -Infinity, max = Infinity }: Shape, size: number, has: string): string[] {
  return size < min || size > max ? [`${has} ${size}, allowed are ${min} to ${max}`] : [];
}
