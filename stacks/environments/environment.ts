/** One of the accounts or regions that a file describes its stacks for. */
export interface Environment {
  readonly name: string;
  /** Begins the names of its stacks: `development-`. */
  readonly stackPrefix: string;
  /** Names of workflows that are of another type in it, so that nothing else of the file holds for them. @default - none */
  readonly replaced?: readonly string[];
}

/** What has stacks in an environment. */
export interface InEnvironment {
  /** @default - the file describes no environments */
  readonly environment?: Environment;
}

/** The name that a stack has in its app. @param name of the workflow, `shared`, `workforce` or `access` */
export function stackId({ environment }: InEnvironment, name: string): string {
  return `${environment?.stackPrefix ?? ""}${name}`;
}
