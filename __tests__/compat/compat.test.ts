import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { App, TerraformStack, Testing } from "cdktf";

/* A lane that in truth tests the usual packages would always pass. */
const expected = {
  usual: { core: "0.21.0", provider: "6.25.0" },
  "oldest-provider": { core: "0.21.0", provider: "5.100.0" },
  cdktn: { core: "0.24.0", provider: "6.66.0" },
}[process.env.COMPAT ?? "usual"];

test("these are the packages that the tests are meant to run on", () => {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  const stack = new TerraformStack(app, "test");
  const key = new KmsKey(stack, "Key");
  expect({
    core: jest.requireActual<{ version: string }>("cdktf/package.json").version,
    provider: key.terraformGeneratorMetadata?.providerVersion,
  }).toEqual(expected);
});
