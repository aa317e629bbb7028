import { partitionOfRegion } from "../../lib/rules/partitions";
import { AwsPage } from "../../lib/aws-page";
import type { GroundTruthConfig } from "../config/configuration";
import { bucketClaims } from "../facts/bucket-owners";
import { fixedJobNames } from "../facts/fixed-job-names";
import { stackNames } from "../facts/stack-names";
import type { ConfigurationProblem } from "../file/configuration-error";
import type { Places } from "../file/places";
import type { Path } from "../file/yaml-document";
import { mayBeOne } from "./one-place";

interface Clash {
  readonly path: Path;
  readonly message: string;
}

interface Located {
  readonly config: GroundTruthConfig;
  readonly places: Places;
}

const longestWorkspace = 90;

/** What two environments have that must be each one's own: names of stacks, places of states, buckets, labeling jobs. */
export function clashes(configs: readonly Located[]): ConfigurationProblem[] {
  if (configs.every(({ config: { environment } }) => environment === undefined)) return [];
  const ofStates = clashesOfStates(configs.map(({ config }) => config));
  return [...configs].flatMap((located, index) => {
    const { places } = located;
    const before = configs.slice(0, index);
    const found = [
      ...ofStates[index]!,
      ...clashesOfBuckets(located, before),
      ...clashesOfJobs(located, before),
    ];
    return found.map(({ path, message }) => ({
      path: places.shown(path),
      message,
      place: places.of(path),
      excerpt: places.excerptOf(path),
    }));
  });
}

/** S3 has each name once in a partition, and keeps each setting once for a bucket. */
function clashesOfBuckets({ config }: Located, before: readonly Located[]): Clash[] {
  const partition = partitionOfRegion(config.region);
  const others = before
    .filter((one) => partitionOfRegion(one.config.region) === partition)
    .flatMap(({ config: other, places }) => bucketClaims(other).map((claim) => ({ claim, other, places })));
  return bucketClaims(config).flatMap(({ bucketName, setting, path }) => {
    const found = others.find(
      ({ claim }) =>
        claim.bucketName === bucketName &&
        (claim.setting === setting || claim.setting === "bucket" || setting === "bucket"),
    );
    if (found === undefined) return [];
    const verb = {
      bucket: "makes",
      cors: "manages the CORS of",
      notifications: "manages the notifications of",
    };
    const message =
      `the environment ${found.other.environment!.name} ${verb[found.claim.setting]} the bucket ${bucketName} too ` +
      `(${found.places.of(found.claim.path)}), and a name of a bucket is there once, in all accounts; put \${environment} into it, or give one of them another`;
    return [{ path, message }];
  });
}

/** AWS never gives the name of a job free again, and a streaming job's queue has its name. */
function clashesOfJobs({ config }: Located, before: readonly Located[]): Clash[] {
  const others = before
    .filter((one) => mayBeOne("region", one.config, config))
    .flatMap(({ config: other, places }) => fixedJobNames(other).map((job) => ({ ...job, other, places })));
  return fixedJobNames(config).flatMap(({ labelingJobName, path }) => {
    const found = others.find((one) => one.labelingJobName.toLowerCase() === labelingJobName.toLowerCase());
    if (found === undefined) return [];
    const areKnown = config.account !== undefined && found.other.account !== undefined;
    const names = "put ${environment} into it, or name it otherwise in one of them";
    const message =
      `"${labelingJobName}" is the job of the environment ${found.other.environment!.name} too (${found.places.of(found.path)}), ` +
      "and AWS takes each name once in an account and region, in whatever case; " +
      (areKnown
        ? names
        : `if they are different accounts, write account in each environment; otherwise ${names}`);
    return [{ path, message: `${message} (${AwsPage.createLabelingJobApi})` }];
  });
}

/** Stacks of two environments that have one name, or keep their states in one place: of each environment, in order. */
function clashesOfStates(configs: readonly GroundTruthConfig[]): Clash[][] {
  const stacks = new Map<string, string>();
  const states = new Map<string, string>();
  return configs.map((config) => {
    const { name, stackPrefix } = config.environment!;
    const path = ["environments", name];
    const found: Clash[] = [];
    for (const stack of stackNames(config)) {
      const other = stacks.get(stack);
      stacks.set(stack, other ?? name);
      const place = stateOf(config, stack);
      const holder = place && states.get(place.key);
      if (place !== undefined) states.set(place.key, holder ?? name);
      if (other !== undefined && other !== name) {
        const how =
          stackPrefix === "" ? "give it a stackPrefix" : "name it otherwise, or give it another stackPrefix";
        found.push({
          path,
          message: `its stack "${stack}" has the name of one of the environment ${other}; ${how}`,
        });
      } else if (holder !== undefined && holder !== name) {
        const message = `its stack "${stack}" has its state in ${place!.shown}, as the environment ${holder} has; give it a backend of its own`;
        found.push({ path, message });
      } else if (place?.workspace !== undefined && place.workspace.length > longestWorkspace) {
        const message = `the workspace would be named ${place.workspace}, ${place.workspace.length} characters, and HCP Terraform takes ${longestWorkspace}; shorten the stackPrefix`;
        found.push({ path, message });
      }
    }
    // Of many stacks one says it all.
    return found.slice(0, 1);
  });
}

interface State {
  readonly key: string;
  readonly shown: string;
  readonly workspace?: string;
}

/** Where the state of a stack is. @returns undefined where nothing else can be there: a file has the name of the stack */
function stateOf({ backend }: GroundTruthConfig, stack: string): State | undefined {
  if (backend.type === "s3") {
    const shown = `s3://${backend.bucket}/${backend.keyPrefix}${stack}.tfstate`;
    return { key: shown, shown };
  }
  if (backend.type !== "cloud" || backend.workspaces.tags !== undefined) return undefined;
  const { hostname = "app.terraform.io", organization, workspaces } = backend;
  const workspace = workspaces.name ?? `${workspaces.prefix ?? ""}${stack}`;
  const shown = `the workspace ${workspace}`;
  return { key: `${hostname} ${organization} ${workspace}`, shown, workspace };
}
