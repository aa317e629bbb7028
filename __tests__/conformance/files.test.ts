import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { readConfig, synthesize, workflowStacks } from "../../stacks";
import { deployedStack } from "./harness/deployed";
import { everything } from "./harness/principal";
import { mayDo, mayNotDo } from "./harness/sentences";
import { inScratchFolder } from "../scratch-folder";

/*
 * Inputs that are files: a manifest, label categories, a template. Whoever works with them reaches exactly these objects,
 * and neither a folder of that name nor an object whose name begins alike.
 */
interface Case {
  readonly account: string;
  readonly region: string;
  readonly workflows: readonly object[];
  readonly access: readonly object[];
}

const given = parse(
  readFileSync(join(__dirname, "..", "cases", "30-manifest-file-as-input.yaml"), "utf8"),
) as Case;
const { account, region } = given;
const arnOf = (what: string) => `arn:aws:iam::${account}:${what}`;

/** The case, with roles for its two personas and somebody who brings data in. */
const texts = ((): readonly string[] => {
  return inScratchFolder((folder) => {
    const file = join(folder, "ground-truth.yaml");
    const config = {
      ...given,
      workflows: given.workflows.map((workflow) => ({
        ...workflow,
        encryptionKey: { create: { dataUsers: [arnOf("role/data-lead")] } },
      })),
      access: given.access.map((persona) => ({
        ...persona,
        createRole: { trustedPrincipalArns: [arnOf("root")] },
      })),
    };
    writeFileSync(file, stringify(config));
    synthesize(readConfig(file), join(folder, "out"), workflowStacks);
    const stacks = join(folder, "out", "stacks");
    return readdirSync(stacks).map((name) => readFileSync(join(stacks, name, "cdk.tf.json"), "utf8"));
  });
})();
const deployed = deployedStack(texts, { account, region });
const key = deployed.key("alias/acme-signs");
const input = "arn:aws:s3:::acme-in";
const throughS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };

describe.each(["signs-execution", "console-user", "job-creator"])("acme-%s", (name) => {
  const role = deployed.role(`acme-${name}`);

  mayDo(role, [
    ["read the manifest", "s3:GetObject", `${input}/job/input.manifest`],
    ["read the label categories", "s3:GetObject", `${input}/job/categories.json`],
    ["read the template", "s3:GetObject", `${input}/job/template.liquid.html`],
    ["read an image in the folder beside", "s3:GetObject", `${input}/images/1.jpg`],
    ["decrypt what it reads", "kms:Decrypt", key, throughS3],
  ]);
  mayNotDo(role, [
    ["read a folder that is named like the manifest", "s3:GetObject", `${input}/job/input.manifest/x`],
    ["read an object whose name begins like the manifest", "s3:GetObject", `${input}/job/input.manifest2`],
    ["read another file of the manifest's folder", "s3:GetObject", `${input}/job/salaries.csv`],
    ["read the manifest's name in another folder", "s3:GetObject", `${input}/old/job/input.manifest`],
    ["write into a folder named like the manifest", "s3:PutObject", `${input}/job/input.manifest/x`],
    ["write an object whose name begins like the manifest", "s3:PutObject", `${input}/job/input.manifest2`],
    ["delete the manifest", "s3:DeleteObject", `${input}/job/input.manifest`],
  ]);
});

describe.each(["console-user", "job-creator"])("acme-%s, who makes the files", (name) => {
  mayDo(deployed.role(`acme-${name}`), [
    ["write the manifest", "s3:PutObject", `${input}/job/input.manifest`],
    ["encrypt it", "kms:GenerateDataKey", key, throughS3],
  ]);
});

describe("the execution role on files", () => {
  mayNotDo(deployed.role("acme-signs-execution"), [
    ["overwrite the manifest", "s3:PutObject", `${input}/job/input.manifest`],
  ]);
});

describe("whoever brings the data in", () => {
  mayDo(deployed.anotherRole("data-lead", everything), [
    ["write the manifest", "s3:PutObject", `${input}/job/input.manifest`],
    ["encrypt it", "kms:GenerateDataKey", key, throughS3],
    ["read it", "kms:Decrypt", key, throughS3],
  ]);
  mayNotDo(deployed.anotherRole("data-lead-2", everything), [
    ["encrypt a manifest", "kms:GenerateDataKey", key, throughS3],
  ]);
});

test("the bucket of the files shows workers their images: it has the CORS rule of labeling", () => {
  const rules = texts.flatMap((text) => {
    const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, { bucket: string }>> };
    return Object.values(resource.aws_s3_bucket_cors_configuration ?? {});
  });
  expect(rules).toEqual([
    expect.objectContaining({
      bucket: expect.stringMatching(/acme-in/) as string,
      cors_rule: [expect.objectContaining({ allowed_methods: ["GET"], allowed_origins: ["*"] })],
    }),
  ]);
});
