import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  BuiltInTaskType,
  BuiltInWorkflow,
  ExecutionRole,
  LabelingBucket,
  LabelingKey,
  PermissionStyle,
  S3Location,
} from "cdktf-ground-truth";
import type { Construct } from "constructs";

/** The shortest: buckets exist, the role and the key are made. */
export class SmallestStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-west-1" });

    new BuiltInWorkflow(this, "StreetSigns", {
      name: "street-signs",
      taskType: BuiltInTaskType.BOUNDING_BOX,
      inputs: [S3Location.parse("s3://acme-raw/street-signs/")],
      output: S3Location.parse("s3://acme-labels/street-signs/"),
    });
  }
}

/** What exists is brought in, the rest is made with options. */
export class BringInStack extends TerraformStack {
  public constructor(scope: Construct, id: string, boundary: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });

    const key = LabelingKey.fromAlias(this, "Key", "alias/acme-data"); // or new LabelingKey(…)
    const raw = LabelingBucket.fromBucketName(this, "Raw", "acme-raw", { manageCors: true });
    const labels = new LabelingBucket(this, "Labels", { name: "acme-labels", encryptionKey: key });
    const role = new ExecutionRole(this, "Role", {
      name: "street-signs", // or ExecutionRole.fromRoleName(this, "Role", "existing-role")
      path: "/labeling/",
      permissionsBoundary: boundary,
      permissions: { style: PermissionStyle.LEAST_PRIVILEGE, hardening: { listOnlyLocations: true } },
    });
    new BuiltInWorkflow(this, "StreetSigns", {
      name: "street-signs",
      taskType: BuiltInTaskType.BOUNDING_BOX,
      inputs: [raw.location("street-signs/")],
      output: labels.location("street-signs/"),
      buckets: [raw, labels],
      encryptionKey: key,
      executionRole: role,
      automatedLabeling: {},
    });
  }
}

if (require.main === module) {
  const app = new App();
  new SmallestStack(app, "smallest");
  new BringInStack(app, "bring-in", "arn:aws:iam::111122223333:policy/boundary");
  app.synth();
}
