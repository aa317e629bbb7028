import type { GroundTruthConfig } from "../config/configuration";
import type { Path } from "../config/good-part";
import { valuesIn } from "./near-names";
import type { Sharing } from "./sharing";

/** What a role may do with a queue needs no statement in the queue's policy; what is sent to one does. */
const sentTo = /\.queueArn$|\.subscribeQueues\.\d+$/;

/** Queues that a stack of the file makes, for messages that their policies do not let in. */
export function queuesMadeHere(
  { workflows, shared }: Pick<GroundTruthConfig, "workflows" | "shared">,
  sharing: Sharing,
): { path: Path; message: string }[] {
  return valuesIn({ workflows, shared }).flatMap(({ value, path }) => {
    const maker = sentTo.test(path.join(".")) ? sharing.maker(value) : undefined;
    if (maker === undefined) return [];
    const message =
      `the stack "${maker}" makes this queue, and Terraform keeps its policy: statements that you add by hand are gone after ` +
      "the next apply, and the messages with them. Name a queue that is made elsewhere";
    return [{ path, message }];
  });
}
