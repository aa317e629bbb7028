import type { TerraformStack } from "cdktf";
import {
  FunctionSubscription,
  LabelingBucket,
  LabelingJobEvents,
  LabelingKey,
  LabelingTopic,
  NewObjectEvents,
} from "../../lib";
import { here, region } from "../account";
import { synthesized } from "../synthesized";

const functionArn = `arn:aws:lambda:${region}:999900001111:function:told`;

const places: Record<string, (stack: TerraformStack, functionArn: string) => void> = {
  "a topic": (stack, arn) => {
    const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/signs" });
    const topic = new LabelingTopic(stack, "Topic", { name: "signs", encryptionKey });
    new FunctionSubscription(stack, "Called", { topic, functionArn: arn });
  },
  "the end of a job": (stack, arn) => {
    new LabelingJobEvents(stack, "Called", { name: "signs", targets: { functionArn: arn } });
  },
  "new objects": (stack, arn) => {
    const bucket = LabelingBucket.fromBucketName(stack, "Bucket", "acme-signs", {
      manageNotifications: true,
    });
    new NewObjectEvents(stack, "Called", { bucket, functionArn: arn });
  },
};

function warningsOf(place: string, arn: string, where: { region?: string; account?: string }): string[] {
  const warnings: string[] = [];
  synthesized((stack) => {
    places[place]!(stack, arn);
    warnings.push(
      ...stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data))),
    );
  }, where);
  return warnings.filter((warning) => warning.includes(" is in the account "));
}

describe.each(Object.keys(places))("a function that is called by %s", (place) => {
  test("may be another account's where nothing names the stack's: a warning, with the line to add", () => {
    expect(warningsOf(place, functionArn, { region })).toEqual([
      expect.stringMatching(
        /^arn:aws:lambda:.*:told is in the account 999900001111, .*the deployment fails.*account: "<12 digits>"/,
      ),
    ]);
  });

  test("is refused where it is another account's, and nothing is said of one's own", () => {
    expect(() => warningsOf(place, functionArn, here)).toThrow(/cannot be set from another account/);
    const own = `arn:aws:lambda:${region}:${here.account}:function:told`;
    expect(warningsOf(place, own, here)).toEqual([]);
  });
});
