/** What AWS says an action does. */
export type AccessLevel = "List" | "Read" | "Write" | "Permissions management" | "Tagging";

/** From harmless to grave: the order in which a reader wants them. */
export const accessLevels: readonly AccessLevel[] = [
  "List",
  "Read",
  "Tagging",
  "Write",
  "Permissions management",
];

/** AWS's own list of actions, as far as the documents at hand name them. */
export interface ActionData {
  /** All actions of the services that were loaded, as `s3:GetObject`. */
  readonly all: readonly string[];
  /** @returns undefined for an action that AWS does not list */
  levelOf(action: string): AccessLevel | undefined;
  /** Whether the action knows no narrower resource than `*`. */
  needsAnyResource(action: string): boolean;
  /** Actions that a pattern with `*` and `?` covers. */
  matching(pattern: string): readonly string[];
}

/** What the data of one action looks like here. */
export interface ActionFacts {
  readonly level: AccessLevel;
  readonly needsAnyResource: boolean;
}

export function actionData(facts: ReadonlyMap<string, ActionFacts>): ActionData {
  const all = [...facts.keys()];
  const byLowerCase = new Map([...facts].map(([action, fact]) => [action.toLowerCase(), fact]));
  const byService = new Map<string, string[]>();
  for (const action of all) {
    const service = action.slice(0, action.indexOf(":"));
    const list = byService.get(service) ?? [];
    list.push(action);
    byService.set(service, list);
  }
  const known = new Map<string, readonly string[]>();
  const find = (pattern: string): readonly string[] => {
    const service = /^([\w-]+):/.exec(pattern)?.[1]?.toLowerCase();
    const candidates = service === undefined ? all : (byService.get(service) ?? []);
    const matches = glob(pattern);
    return candidates.filter(matches);
  };
  return {
    all,
    levelOf: (action) => byLowerCase.get(action.toLowerCase())?.level,
    needsAnyResource: (action) => byLowerCase.get(action.toLowerCase())?.needsAnyResource ?? false,
    matching: (pattern) => {
      const key = pattern.toLowerCase();
      const found = known.get(key) ?? find(pattern);
      known.set(key, found);
      return found;
    },
  };
}

const compiled = new Map<string, RegExp>();

/** IAM's wildcards; letters of actions are the same in upper and lower case. */
export function glob(pattern: string, caseMatters = false): (text: string) => boolean {
  if (pattern === "*" || pattern === "*:*") return () => true;
  if (!/[*?]/.test(pattern)) {
    const lower = pattern.toLowerCase();
    return caseMatters ? (text) => text === pattern : (text) => text.toLowerCase() === lower;
  }
  const known = compiled.get(pattern + String(caseMatters));
  if (known !== undefined) return (text) => known.test(text);
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`, caseMatters ? "s" : "is");
  compiled.set(pattern + String(caseMatters), expression);
  return (text) => expression.test(text);
}
