import type { Problem } from "../validation/problems";
import type { Archive } from "./archive";
import type { FunctionCodeConfig } from "./function-code-config";

/** Code that is ready to be deployed, or what keeps it from being so. */
export interface PackagedCode {
  readonly problems: readonly Problem[];
  /** That the archive lacks the file of the handler, which a layer may bring. @default - it has it, or nobody knows */
  readonly missingFile?: string;
  /** What is allowed and yet probably not meant. */
  readonly warnings: readonly string[];
  /** All but the archive. */
  readonly config: FunctionCodeConfig;
  /** @default - the code lies elsewhere, or there are problems */
  readonly archive?: Archive;
}
