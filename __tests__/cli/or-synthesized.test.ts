import { run, UserFolder } from "./program";

/* What review, who-can and what-can judge where nothing is named. */
const folder = new UserFolder();
beforeAll(() => {
  folder.enter();
  folder.write("cdktf.json", '{"output":"written"}');
});
afterAll(() => folder.leave());

const questions = [
  ["review"],
  ["who-can", "s3:GetObject", "arn:aws:s3:::acme-raw/a.jpg"],
  ["what-can", "acme-reader"],
];

test.each(questions)("%s says to run synth first", async (...words) => {
  const { code, err } = await run(...words);
  expect(code).toBe(1);
  expect(err).toContain("there is no written: run npx cdktf-ground-truth synth first");
});

describe("once synth has run", () => {
  beforeAll(() => {
    const policy = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-raw/*" };
    const trust = {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "sagemaker.amazonaws.com" },
    };
    const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    folder.write(
      "written/stacks/reading/cdk.tf.json",
      JSON.stringify({
        provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["111122223333"] }] },
        resource: {
          aws_iam_role: { reader: { name: "acme-reader", assume_role_policy: document(trust) } },
          aws_iam_role_policy: {
            reads: { name: "reads", role: "${aws_iam_role.reader.name}", policy: document(policy) },
          },
        },
      }),
    );
  });

  test.each(questions)("%s judges what it wrote", async (...words) => {
    const { code, out, err } = await run(...words);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/acme-reader|reading/);
  });
});
