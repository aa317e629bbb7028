import { Faults } from "../handler-fault";
import { shownValue } from "../shown-value";

/** What the ready handlers are told by environment variables. */
export interface ReadySettings {
  /** `GROUND_TRUTH_ELEMENT`: `name` of the crowd element in the worker task template. @default - the answer's only field */
  readonly element?: string;
  /** `GROUND_TRUTH_LABELS`: a JSON list of the label categories. @default - the `labelCategories` that the job sends */
  readonly labels?: readonly string[];
  /** `GROUND_TRUTH_AGREEMENT`: share of workers, 0 to 1, who must have given what is kept. @default 0.5 */
  readonly agreement: number;
  /** `GROUND_TRUTH_IOU_THRESHOLD`: overlap, above 0 to 1, from which two marks mean the same. @default 0.5 */
  readonly iouThreshold: number;
  /**
   * `GROUND_TRUTH_METADATA`: `beside-label` writes `<label attribute>-metadata`, as jobs of built-in task types do;
   * `inside-label` writes `{ label, metadata }` as the label. @default beside-label
   */
  readonly metadataBesideLabel: boolean;
}

/**
 * Reads the settings of the ready handlers.
 *
 * @throws HandlerFault naming every variable that is wrong, what it holds and what is allowed
 */
export function readReadySettings(environment: Readonly<Record<string, string | undefined>>): ReadySettings {
  const faults = new Faults("Reading the settings");
  // An empty variable is how deployment tools write one that is not set.
  const value = (name: string): string | undefined => environment[name] || undefined;
  const metadata = value("GROUND_TRUTH_METADATA") ?? "beside-label";
  if (metadata !== "beside-label" && metadata !== "inside-label") {
    faults.add("GROUND_TRUTH_METADATA", `got ${shownValue(metadata)}; it is beside-label or inside-label`);
  }
  const settings: ReadySettings = {
    element: value("GROUND_TRUTH_ELEMENT"),
    labels: labelList("GROUND_TRUTH_LABELS", value("GROUND_TRUTH_LABELS"), faults),
    agreement: share("GROUND_TRUTH_AGREEMENT", value("GROUND_TRUTH_AGREEMENT"), true, faults),
    iouThreshold: share("GROUND_TRUTH_IOU_THRESHOLD", value("GROUND_TRUTH_IOU_THRESHOLD"), false, faults),
    metadataBesideLabel: metadata === "beside-label",
  };
  faults.throwIfAny();
  return settings;
}

function share(name: string, text: string | undefined, zeroAllowed: boolean, faults: Faults): number {
  // Number() makes 0 of blanks.
  const number = text === undefined ? 0.5 : text.trim() === "" ? NaN : Number(text);
  if ((number > 0 || (zeroAllowed && number === 0)) && number <= 1) return number;
  faults.add(name, `got ${shownValue(text)}; it is a number ${zeroAllowed ? "from" : "above"} 0 to 1`);
  return 0.5;
}

function labelList(name: string, text: string | undefined, faults: Faults): readonly string[] | undefined {
  if (text === undefined) return undefined;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = undefined;
  }
  const isList = Array.isArray(list) && list.length > 0;
  if (isList && (list as unknown[]).every((label) => typeof label === "string" && label !== "")) {
    const labels = list as string[];
    if (new Set(labels).size === labels.length) return labels;
  }
  faults.add(name, `got ${shownValue(text)}; it is a JSON list of different texts: ["Cat","Dog"]`);
  return undefined;
}
