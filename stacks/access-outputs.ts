import { Annotations, Lazy, type TerraformStack, Token } from "cdktf";
import { AwsPage } from "../lib/aws-page";
import { iamPolicyArn } from "../lib/iam/arn";
import type { Persona } from "../lib/roles/persona";
import type { AwsScope } from "../lib/scope/aws-scope";
import { StackScope } from "../lib/scope/stack-scope";
import type { AccessSubjects, WorkingPlace } from "./access-subjects";
import type { AccessConfig, PersonaConfig } from "./config/access-schema";
import { dataUsersOf, type Holder, notNamed, redriversOf } from "./data-users";
import { logicalId } from "../lib/scope/short-logical-ids";
import { OutputSet } from "../lib/workflows/output-set";

export interface MadePersona {
  readonly name: string;
  readonly config: PersonaConfig;
  readonly persona: Persona;
  /** The role that is made for it. */
  readonly roleArn?: string;
}

type PeoplesPlace = WorkingPlace & { readonly access: AccessConfig };

/** What is attached by hand, assumed, given to Identity Center, and left to do. */
export function addAccessOutputs(
  stack: TerraformStack,
  made: readonly MadePersona[],
  props: { readonly access: AccessConfig; readonly ssmParameterPath?: string },
  subjects: AccessSubjects,
  place: WorkingPlace,
): void {
  const outputs = new OutputSet(stack, "", props.ssmParameterPath);
  const scope = StackScope.of(stack);
  const byName = (value: (one: MadePersona) => unknown) => {
    const entries = made.map((one) => [one.name, value(one)] as const);
    const some = entries.filter(([, given]) => given !== undefined);
    return some.length === 0 ? undefined : Object.fromEntries(some);
  };
  outputs.add(
    "PolicyArns",
    byName(({ persona }) =>
      // A deployer's policies come with the last resource of the app.
      Lazy.anyValue({
        produce: () => persona.policyNames.map((name) => iamPolicyArn(scope, name, place.rolePath)),
      }),
    ),
    "The policies, by persona",
  );
  outputs.tell(
    "RoleArns",
    byName(({ roleArn }) => roleArn),
    "Roles to assume, by persona",
  );
  outputs.add(
    "PermissionSets",
    byName(({ config, persona }) => (config.permissionSet ? persona.permissionSetJson : undefined)),
    "What a permission set of IAM Identity Center takes, as JSON, by persona",
  );
  const peoplesPlace = { ...place, access: props.access };
  tellLeft(outputs, made, {
    output: "RequiredDataUsers",
    what:
      "who uses the data and is not let in by the key, by workflow, or by existing key of a bucket: roles and users by ARN " +
      "(encryptionKey.create.dataUsers of the workflow, or the existing key's policy), members of groups, the roles of permission sets",
    cannot: (key) => `cannot use the data of ${key} yet`,
    holders: requiredDataUsers(peoplesPlace, subjects, scope),
  });
  tellLeft(outputs, made, {
    output: "RequiredRedrivers",
    what:
      "who looks after dead letters and is not let in by the key of their queue, by workflow: roles and users by ARN " +
      "(answers.queue.redrivers of the workflow, or the existing key's policy), members of groups, the roles of permission sets",
    cannot: (workflow) => `cannot read or move the dead letters of ${workflow} yet`,
    holders: requiredRedrivers(peoplesPlace, subjects, scope),
  });
}

/** People whom a key does not let in, by what they want of it. */
interface LeftOut {
  readonly output: string;
  readonly what: string;
  readonly cannot: (of: string) => string;
  readonly holders: readonly (readonly [of: string, holders: readonly Holder[]])[];
}

/** An output says who is left out, and a warning of each persona. */
function tellLeft(outputs: OutputSet, made: readonly MadePersona[], left: LeftOut): void {
  const names = (holders: readonly Holder[]) => [...new Set(holders.map(({ arn, name }) => arn ?? name))];
  const entries = left.holders.map(([of, holders]) => [of, names(holders)] as const);
  outputs.add(
    left.output,
    entries.length === 0 ? undefined : Object.fromEntries(entries),
    `To do: ${left.what}`,
  );
  const output = logicalId([left.output]);
  for (const { name, persona } of made) {
    for (const [of, holders] of left.holders) {
      const own = holders.filter((holder) => holder.persona === name);
      if (own.length === 0) continue;
      // Without an account in the file an ARN is known to Terraform only.
      const told = own.map(({ arn, name: known }) =>
        arn === undefined || Token.isUnresolved(arn) ? known : arn,
      );
      Annotations.of(persona).addWarning(
        `${[...new Set(told)].join(", ")} ${left.cannot(of)}: the key's policy names roles and users by ARN, and ` +
          `does not name these. See the output ${output} (${AwsPage.kmsKeyPolicy})`,
      );
    }
  }
}

/** As `requiredDataUsers`, of the key of an answer queue. Whoever is under `redrivers` is let in by it. */
function requiredRedrivers(
  place: PeoplesPlace,
  subjects: AccessSubjects,
  scope: AwsScope,
): LeftOut["holders"] {
  return place.workflows
    .map((workflow) => {
      const named = workflow.type === "streaming" ? workflow.answers?.queue?.redrivers : undefined;
      const made = subjects.makesKeyOf(workflow);
      const left = notNamed(redriversOf(workflow, place, scope), named);
      return [workflow.name, left.filter(({ arn }) => !made || arn === undefined)] as const;
    })
    .filter(([, holders]) => holders.length > 0);
}

/**
 * A key works for nobody whom its policy does not name. That of a key which the file makes names all whose ARN is
 * known; the owner of an existing key must name everybody.
 */
function requiredDataUsers(
  place: PeoplesPlace,
  subjects: AccessSubjects,
  scope: AwsScope,
): LeftOut["holders"] {
  const byKey = new Map<string, readonly Holder[]>();
  const holdersOf = (name: string) => dataUsersOf(name, place, scope);
  for (const workflow of place.workflows) {
    const { name, encryptionKey } = workflow;
    const madeKey =
      encryptionKey.create ?? place.shared?.keys.find((one) => one.name === encryptionKey.shared);
    const all = subjects.usersOfKeyOf(workflow).flatMap((other) => holdersOf(other.name));
    const made = subjects.makesKeyOf(workflow);
    byKey.set(
      name,
      notNamed(all, madeKey?.dataUsers).filter(({ arn }) => !made || arn === undefined),
    );
    for (const existing of subjects.existingReadKeys(workflow)) {
      byKey.set(existing, [...(byKey.get(existing) ?? []), ...holdersOf(name)]);
    }
  }
  return [...byKey].filter(([, holders]) => holders.length > 0);
}
