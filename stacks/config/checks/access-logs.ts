import { AwsPage } from "../../../lib/aws-page";
import { bucketOwners, placedBuckets } from "../../facts/bucket-owners";
import { shownPath } from "../../file/shown-path";
import { allowed } from "../allowed";
import { at, type Complain, type GoodConfig, itemsOf, type Path, present } from "../good-part";
import { sharedStackName } from "../../facts/stack-names";

/** Where the access log of a bucket goes that a stack makes, and where that is said. */
interface LogTarget {
  readonly source: string;
  readonly stack: string;
  readonly target: string;
  readonly got: string;
  readonly path: Path;
}

/** Access logs go where S3 delivers them, and a bucket for them holds nothing else. */
export function checkAccessLogs(config: GoodConfig, complain: Complain): void {
  const owners = bucketOwners(config);
  const targets = logTargets(config);
  const forLogs = new Set(placedBuckets(config).flatMap(({ name, isForLogs }) => (isForLogs ? [name] : [])));
  const told = new Set<string>();
  for (const { source, stack, target, got, path } of targets) {
    const maker = owners.get(target)?.bucket;
    if (maker === undefined || told.has(shownPath(path))) continue;
    const isForLogs = forLogs.has(target);
    if (isForLogs && [stack, sharedStackName].includes(maker.stack)) continue;
    told.add(shownPath(path));
    const place = shownPath(maker.path.slice(0, -1));
    const message =
      target === source
        ? `got "${got}", the bucket itself: S3 would log its own log files without end. Have ` +
          "one made for logs (buckets.accessLogBucket.create), or name another bucket that exists already"
        : isForLogs
          ? `got "${got}", which ${place} makes for itself. Make it in shared.buckets.accessLogBucket, which all workflows may use`
          : `got "${got}", but ${place} makes "${target}" and encrypts it with a KMS key: S3 delivers no access logs ` +
            "to such a bucket. Choose that of buckets.accessLogBucket, here or in shared, or one that exists already, is encrypted " +
            "with S3's own keys, and whose policy lets S3 write logs";
    complain(path, allowed(message, AwsPage.s3AccessLogs));
  }
  for (const { item, path } of sections(config)) {
    const name = item.accessLogBucket?.create?.name ?? item.accessLogBucket?.existing;
    if (name === undefined || targets.some(({ target }) => target === name)) continue;
    const message = "no bucket that is made here logs into it; make one (buckets.create), or take it out";
    complain([...path, "accessLogBucket"], message);
  }
  checkLocations(config, complain);
}

/** Ground Truth reads and writes data, not log files. */
function checkLocations(config: GoodConfig, complain: Complain): void {
  for (const { name, isForLogs, path } of placedBuckets(config)) {
    if (isForLogs !== true) continue;
    for (const workflow of present(config.workflows)) {
      const locations = [
        ...itemsOf(workflow.inputs).map(({ item, index }) => ({ item, where: ["inputs", index] })),
        { item: workflow.output, where: ["output"] },
      ];
      for (const { item, where } of locations) {
        if (item?.bucketName !== name) continue;
        const message = `got "${item.uri}", but ${shownPath(path)} makes "${name}" for access logs; choose another bucket`;
        complain(at(workflow, ...where), allowed(message, AwsPage.s3AccessLogs));
      }
    }
  }
}

function sections({ shared, workflows }: GoodConfig) {
  return [
    {
      item: shared?.buckets,
      stack: sharedStackName as string | undefined,
      path: ["shared", "buckets"] as Path,
    },
    ...itemsOf(workflows).map(({ item: { buckets, name }, index }) => ({
      item: buckets,
      stack: name,
      path: ["workflows", index, "buckets"] as Path,
    })),
  ].flatMap(({ item, stack = "", path }) => (item === undefined ? [] : [{ item, stack, path }]));
}

function logTargets(config: GoodConfig): LogTarget[] {
  return sections(config).flatMap(({ item: { create, accessLogBucket }, stack, path }) =>
    itemsOf(create).flatMap(({ item: { name = "", accessLogs }, index }): LogTarget[] => {
      const log = accessLogBucket?.create?.name ?? accessLogBucket?.existing;
      if (accessLogs !== undefined) {
        const at = [...path, "create", index, "accessLogs"];
        return [{ source: name, stack, target: accessLogs.bucketName, got: accessLogs.uri, path: at }];
      }
      if (log === undefined) return [];
      const key = accessLogBucket?.existing === undefined ? "create" : "existing";
      return [{ source: name, stack, target: log, got: log, path: [...path, "accessLogBucket", key] }];
    }),
  );
}
