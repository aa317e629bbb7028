import { TerraformVariable } from "cdktf";
import { BuiltInTaskType, BuiltInWorkflow, S3Location } from "../../lib";
import { here } from "../account";
import { messageOf } from "../refusals";
import { synthesized } from "../synthesized";

/** In plain JavaScript a list that only Terraform knows may stand for anything. */
test.each(["inputs", "buckets", "inputKeys"])(
  "a list token is refused where objects belong: %s",
  (property) => {
    const build = () =>
      synthesized((stack) => {
        const { listValue } = new TerraformVariable(stack, "list", { type: "list(string)" });
        new BuiltInWorkflow(stack, "Signs", {
          name: "signs",
          taskType: BuiltInTaskType.BOUNDING_BOX,
          inputs: [S3Location.parse("s3://acme-raw/")],
          output: S3Location.parse("s3://acme-labels/"),
          [property]: listValue as never,
        });
      }, here);
    expect(messageOf(build)).toContain(
      `${property}: got a list that only Terraform knows; a list, each of it `,
    );
  },
);
