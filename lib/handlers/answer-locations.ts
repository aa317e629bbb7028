import { Faults, HandlerFault } from "./handler-fault";
import type { ObjectReader } from "./object-reader";
import { parseS3Uri } from "./s3-uri";
import { shownValue } from "./shown-value";

/**
 * The environment variable that says where answers may be read: a JSON list of folders, `["s3://bucket/labels/"]`.
 * `PostAnnotationFunction` sets it to the output locations of the workflows whose answers it was granted.
 */
export const answerLocationsVariable = "GROUND_TRUTH_ANSWER_LOCATIONS";

/**
 * The environment variable that says which execution roles may be assumed: a JSON list of ARNs.
 * `PostAnnotationFunction` sets it to the roles of those workflows.
 */
export const executionRolesVariable = "GROUND_TRUTH_EXECUTION_ROLES";

type Environment = Readonly<Record<string, string | undefined>>;

/** That an object lies elsewhere. It does not say where: the address may come out of an object. */
export class OutsideFault extends HandlerFault {
  public constructor(locations: readonly string[]) {
    super("Reading from S3", [
      `the object lies outside of ${locations.join(", ") || "every location"}; a function reads the answers of its own ` +
        "workflows only",
    ]);
  }
}

/**
 * Reads objects in the given folders and no others: whoever may call a function must not read with its role.
 *
 * @param locations `s3://bucket/folder/`, each with its final slash: without one, `out` would be `out-private` too
 * @throws HandlerFault from `read` for an object elsewhere, before anything is read
 */
export class LimitedReader implements ObjectReader {
  public constructor(
    private readonly reader: ObjectReader,
    private readonly locations: readonly string[],
  ) {
    const wrong = locations.filter((location) => !isFolder(location));
    if (wrong.length > 0) throw new HandlerFault("Reading the settings", wrong.map(folderFault));
  }

  /**
   * Reads one object as text.
   *
   * @throws HandlerFault for an object outside the answer locations
   */
  public async read(uri: string): Promise<string> {
    if (!lies(uri, this.locations)) {
      throw new OutsideFault(this.locations);
    }
    return this.reader.read(uri);
  }
}

/**
 * The folders of `GROUND_TRUTH_ANSWER_LOCATIONS`; undefined if it is not set.
 *
 * @throws HandlerFault when it is no such list
 */
export function answerLocations(environment: Environment): readonly string[] | undefined {
  const locations = textList(environment, answerLocationsVariable, '["s3://bucket/labels/"]');
  const wrong = locations?.filter((location) => !isFolder(location)) ?? [];
  if (wrong.length > 0) throw new HandlerFault("Reading the settings", wrong.map(folderFault));
  return locations;
}

/**
 * The ARNs of `GROUND_TRUTH_EXECUTION_ROLES`; undefined if it is not set.
 *
 * @throws HandlerFault when it is no such list
 */
export function executionRoles(environment: Environment): readonly string[] | undefined {
  return textList(environment, executionRolesVariable, '["arn:<partition>:iam::<account>:role/<name>"]');
}

/** Whether an object lies in one of the folders. A key that a server could read as another one lies in none. */
export function lies(uri: string, locations: readonly string[]): boolean {
  const object = parseS3Uri(uri);
  if (object === undefined || !isPlainKey(object.key)) return false;
  return locations.some((location) => uri.startsWith(location) && uri.length > location.length);
}

function isFolder(location: string): boolean {
  return /^s3:\/\/[^/\s]+\/(?:.*\/)?$/s.test(location);
}

/** No segments that lead upwards, written as they are or for a URL, and nothing invisible. */
function isPlainKey(key: string): boolean {
  return !key.split(/[/\\]/).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)) && !/\p{Cc}/u.test(key);
}

function folderFault(location: string): string {
  return `${answerLocationsVariable}: got ${shownValue(location)}; a folder looks like s3://bucket/folder/, with a final slash`;
}

function textList(environment: Environment, name: string, example: string): readonly string[] | undefined {
  const text = environment[name];
  // An empty variable is how deployment tools write one that is not set.
  if (text === undefined || text === "") return undefined;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = undefined;
  }
  if (Array.isArray(list) && list.every((each) => typeof each === "string")) return list;
  const faults = new Faults("Reading the settings");
  faults.add(name, `got ${shownValue(text)}; it is a JSON list: ${example}`);
  faults.throwIfAny();
  return undefined;
}
