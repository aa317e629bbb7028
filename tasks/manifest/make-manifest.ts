import type { BuiltInTask } from "../../lib/jobs/built-in-task";
import { s3Place } from "../aws/s3-uri";
import { TaskFamily } from "../../lib/jobs/task-family";

/** An object that a manifest may list. */
interface Candidate {
  readonly uri: string;
  /** @default - unknown */
  readonly bytes?: number;
}

/** What was left out of a manifest, by the reason. */
export type LeftOut = Readonly<Record<string, number>>;

const formats: Partial<Record<TaskFamily, readonly string[]>> = {
  [TaskFamily.IMAGE]: ["jpg", "jpeg", "png"],
  [TaskFamily.VIDEO_CLIP]: ["mp4", "ogg", "webm"],
};

/** What tools of operating systems leave in folders. */
const litter = /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini)$/i;

/** The extensions of what a task takes; undefined if it takes anything, or AWS names none. */
export function takenExtensions({ family }: BuiltInTask): readonly string[] | undefined {
  return formats[family];
}

/** What objects must be, to be listed. */
interface SelectionRules {
  /** @default - any */
  readonly extensions?: readonly string[];
  /** Whether the workflow's role may read an object. @default - nothing is known of that */
  readonly isReadable?: (bucket: string, key: string) => boolean;
}

/** Which objects a manifest lists, and which it leaves out. */
export class ManifestSelection {
  public listed = 0;
  private readonly reasons = new Map<string, number>();
  private readonly extensions: readonly string[] | undefined;

  public constructor(private readonly rules: SelectionRules) {
    this.extensions = rules.extensions?.map((each) => each.replace(/^\./, "").toLowerCase());
  }

  /** The line of an object; undefined if it is left out. */
  public line({ uri, bytes }: Candidate): string | undefined {
    if (litter.test(uri)) return this.leaveOut("hidden");
    if (uri.endsWith("/")) return this.leaveOut("folder");
    if (bytes === 0) return this.leaveOut("empty");
    const extension = /\.([^./]+)$/.exec(uri)?.[1]?.toLowerCase();
    if (this.extensions !== undefined && !this.extensions.includes(extension ?? "")) {
      return this.leaveOut(extension === undefined ? "without an extension" : `.${extension}`);
    }
    const { bucket, key } = s3Place(uri);
    if (this.rules.isReadable?.(bucket, key) === false) return this.leaveOut("outside of the inputs");
    this.listed += 1;
    return `${JSON.stringify({ "source-ref": uri })}\n`;
  }

  /** The line of a text. */
  public textLine(text: string): string | undefined {
    if (text.trim() === "") return this.leaveOut("empty");
    this.listed += 1;
    return `${JSON.stringify({ source: text })}\n`;
  }

  public leaveOut(reason: string): undefined {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    return undefined;
  }

  public get leftOut(): LeftOut {
    return Object.fromEntries([...this.reasons].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
