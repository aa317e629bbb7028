import type { Construct } from "constructs";
import { type ILabelingKey, LabelingKey } from "../lib/encryption/labeling-key";
import { OidcClientSecret } from "../lib/workforce/oidc-client-secret";
import type { OidcProvider } from "../lib/workforce/oidc-provider";
import { type IPrivateWorkforce, PrivateWorkforce } from "../lib/workforce/private-workforce";
import { WorkTeam } from "../lib/workforce/work-team";
import { type IWorkTeamTopic, WorkTeamTopic } from "../lib/workforce/work-team-topic";
import { type IWorkerUserPool, WorkerUserPool } from "../lib/workforce/worker-user-pool";
import { workforceResourceName, workTeamTopicName } from "./facts/names";
import { type WorkforceConfig, workforceSchema } from "./config/workforce-schema";
import { atKey, atValue } from "./at-key";
import { GroundTruthStack, type GroundTruthStackProps } from "./ground-truth-stack";
import { ToldTogether } from "./told-together";
import { addWorkforceOutputs } from "./workforce-outputs";

/** All that the stack `workforce` is made of. */
export interface WorkforceStackProps extends GroundTruthStackProps {
  readonly workforce: WorkforceConfig;
}

/** The workforce from the configuration: where workers sign in, their teams, and how they hear of tasks. */
export class WorkforceStack extends GroundTruthStack {
  /** Keys that exist already, by the name that the configuration gives them. */
  private readonly existingKeys = new Map<string, ILabelingKey>();

  /** @throws InvalidInputError naming what cannot be built */
  public constructor(scope: Construct, id: string, props: WorkforceStackProps) {
    super(scope, id, props, { workforce: workforceSchema });
    const workforce = this.workforce(props);
    const notificationTopic = this.topic(props);
    const told = new ToldTogether();
    const teams = props.workforce.teams.flatMap((team, index) => {
      const make = () => new WorkTeam(this, team.name, { ...team, workforce, notificationTopic });
      return told.build(() => atKey(`teams[${index}]`, make)) ?? [];
    });
    told.throwIfAny();
    const { existingKeys } = this;
    addWorkforceOutputs(this, { workforce, teams, notificationTopic, existingKeys }, this.ssmParameterPath);
  }

  private workforce(props: WorkforceStackProps): IPrivateWorkforce {
    const { userPool, oidcConfig, existing, name, ipRanges, workforceVpcConfig } = props.workforce;
    if (existing !== undefined) {
      const existingPool = existing.userPool && this.existingPool(existing.userPool);
      return PrivateWorkforce.fromWorkforceName(this, "Workforce", existing.name, {
        userPool: existingPool,
      });
    }
    return new PrivateWorkforce(this, "Workforce", {
      name: name ?? props.namePrefix,
      userPool: userPool && this.userPool(userPool, props),
      oidcConfig: oidcConfig && provider(oidcConfig),
      ipRanges,
      workforceVpcConfig,
    });
  }

  private userPool(
    { create, existing }: NonNullable<WorkforceConfig["userPool"]>,
    { namePrefix }: WorkforceStackProps,
  ): IWorkerUserPool | undefined {
    if (existing !== undefined) return this.existingPool(existing);
    if (create === undefined) return undefined;
    return atKey(
      "userPool.create",
      () => new WorkerUserPool(this, "UserPool", { name: workforceResourceName(namePrefix), ...create }),
    );
  }

  private existingPool({ userPoolId, clientId }: { userPoolId: string; clientId: string }): IWorkerUserPool {
    return WorkerUserPool.fromUserPoolId(this, "UserPool", userPoolId, clientId);
  }

  private topic({ namePrefix, workforce }: WorkforceStackProps): IWorkTeamTopic | undefined {
    const { notifications } = workforce;
    if (notifications === undefined) return undefined;
    const { topic, encryptionKey: key } = notifications;
    if (topic !== undefined) {
      const topicKey = topic.encryptionKey && this.existingKey(topic.encryptionKey.existing);
      return atValue("notifications.topic.existing", () =>
        WorkTeamTopic.fromTopicArn(this, "Topic", topic.existing, topicKey),
      );
    }
    return new WorkTeamTopic(this, "Topic", {
      name: workTeamTopicName(namePrefix),
      encryptionKey:
        key?.existing === undefined ? this.newKey(namePrefix, key?.create) : this.existingKey(key.existing),
    });
  }

  private existingKey(name: string): ILabelingKey {
    const key = name.includes(":key/")
      ? LabelingKey.fromKeyArn(this, "Key", name)
      : LabelingKey.fromAlias(this, "Key", name);
    this.existingKeys.set(name, key);
    return key;
  }

  private newKey(
    namePrefix: string,
    create: NonNullable<NonNullable<WorkforceConfig["notifications"]>["encryptionKey"]>["create"],
  ): ILabelingKey {
    return new LabelingKey(this, "Key", {
      alias: `alias/${workforceResourceName(namePrefix)}`,
      description: "Notifications to Ground Truth work teams",
      administrators: create?.administrators,
      dataUsers: create?.dataUsers,
      deletionWindowInDays: create?.deletionWindowInDays,
      rotationPeriodInDays: create?.rotationPeriodInDays,
      preventDestroy: create?.preventDestroy,
    });
  }
}

function provider(oidc: NonNullable<WorkforceConfig["oidcConfig"]>): OidcProvider {
  const { clientSecretVariable, clientSecretName, clientSecretField, ...others } = oidc;
  return {
    ...others,
    // The configuration has one of the two.
    clientSecret:
      clientSecretVariable === undefined
        ? OidcClientSecret.fromSecretsManager(clientSecretName!, clientSecretField)
        : OidcClientSecret.fromVariable(clientSecretVariable),
  };
}
