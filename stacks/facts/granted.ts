import type { NewKeyConfig } from "../config/key-schema";
import type { SharedConfig } from "../config/shared-schema";
import type { WorkflowConfig } from "../config/workflow-schema";

/** The parts of a configuration that grant something to what exists already. */
interface GrantingParts {
  readonly workflows: readonly WorkflowConfig[];
  readonly shared?: SharedConfig | undefined;
}

/** What a role or a function that the file names by its ARN gets by it. */
export interface LentTo {
  readonly arn: string;
  readonly lends: string;
  /** Whose data it is about. @default - what workflows share */
  readonly workflow?: string;
}

/** Roles that are named by their ARN because they are granted something. */
export function grantedToRoles({ workflows, shared }: GrantingParts): readonly LentTo[] {
  const ofKey = (key: NewKeyConfig | undefined, whose: string, workflow?: string): LentTo[] => [
    ...(key?.dataUsers ?? []).map((arn) => ({
      arn,
      lends: `uses the key ${whose} and so its data`,
      workflow,
    })),
    ...(key?.administrators ?? []).map((arn) => ({
      arn,
      lends: `changes the policy of the key ${whose}`,
      workflow,
    })),
  ];
  const ofBuckets = [shared, ...workflows].flatMap((holder): LentTo[] =>
    [...(holder?.buckets.create ?? []), ...(holder?.buckets.existing ?? [])].flatMap(
      ({ name, vpcRestriction }) =>
        (vpcRestriction?.exemptPrincipalArns ?? []).map((arn) => ({
          arn,
          lends: `reaches the bucket ${name} from outside its network`,
          workflow: holder !== undefined && "type" in holder ? holder.name : undefined,
        })),
    ),
  );
  const ofWorkflows = workflows.flatMap((workflow): LentTo[] => {
    const { name, encryptionKey } = workflow;
    const ofOwnKey = ofKey(encryptionKey.create, `of ${name}`, name);
    if (workflow.type !== "streaming") return ofOwnKey;
    const { publishers = [], answers } = workflow;
    return [
      ...ofOwnKey,
      ...publishers.map((arn) => ({
        arn,
        lends: `sends data objects to the jobs of ${name}`,
        workflow: name,
      })),
      ...(answers?.queue?.consumers ?? []).map((arn) => ({
        arn,
        lends: `reads the answers of ${name}`,
        workflow: name,
      })),
    ];
  });
  const ofShared = (shared?.keys ?? []).flatMap((key) => ofKey(key, `${key.name}, which workflows share,`));
  return [...ofWorkflows, ...ofShared, ...ofBuckets].filter(({ arn }) => arn.includes(":role/"));
}

/** Functions that exist and are called with something of a workflow. */
export function calledFunctions({ workflows, shared }: GrantingParts): readonly LentTo[] {
  const ofBuckets = [shared, ...workflows].flatMap((holder): LentTo[] =>
    [...(holder?.buckets.create ?? []), ...(holder?.buckets.existing ?? [])].flatMap((bucket) =>
      ("newObjects" in bucket ? (bucket.newObjects ?? []) : []).flatMap(({ functionArn: arn }) =>
        arn === undefined ? [] : [{ arn, lends: `is told of new objects in ${bucket.name}` }],
      ),
    ),
  );
  const ofWorkflows = workflows.flatMap((workflow): LentTo[] => {
    const { name, jobEvents } = workflow;
    const answered = workflow.type === "streaming" ? (workflow.answers?.subscribeFunctions ?? []) : [];
    const ended = jobEvents?.functionArn;
    return [
      ...answered.map((arn) => ({ arn, lends: `gets the answers of ${name}` })),
      ...(ended === undefined ? [] : [{ arn: ended, lends: `is told of the jobs of ${name}` }]),
    ];
  });
  return [...ofWorkflows, ...ofBuckets];
}
