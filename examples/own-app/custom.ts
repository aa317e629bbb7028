import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  CustomWorkflow,
  FunctionCode,
  LabelingBucket,
  LabelingKey,
  PostAnnotationFunction,
  PreAnnotationFunction,
  ReadyHandler,
  WorkerTaskTemplate,
} from "cdktf-ground-truth";
import type { Construct } from "constructs";

/** A task of one's own: template, a function of one's own before, a ready one after. */
export class PriceTagsStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });

    const key = new LabelingKey(this, "Key", { alias: "alias/price-tags" });
    const bucket = new LabelingBucket(this, "Bucket", { name: "acme-price-tags", encryptionKey: key });
    new CustomWorkflow(this, "PriceTags", {
      name: "price-tags",
      inputs: [bucket.location("photos/"), bucket.location("job/")],
      output: bucket.location("prices/"),
      buckets: [bucket],
      encryptionKey: key,
      customTask: {
        template: new WorkerTaskTemplate(this, "Template", {
          file: "examples/templates/price-tags.liquid.html",
          templateName: "price-tags",
          bucket,
          prefix: "job/templates/",
        }),
        preAnnotation: new PreAnnotationFunction(this, "Before", {
          name: "price-tags-before",
          code: FunctionCode.fromEntry("examples/handlers/price-tags/pre-annotation.ts"),
          encryptionKey: key,
        }),
        postAnnotation: new PostAnnotationFunction(this, "After", {
          name: "price-tags-after",
          code: FunctionCode.ready(ReadyHandler.PASS_THROUGH_POST_ANNOTATION),
          encryptionKey: key,
        }),
      },
    });
  }
}

if (require.main === module) {
  const app = new App();
  new PriceTagsStack(app, "price-tags");
  app.synth();
}
