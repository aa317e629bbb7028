import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * A review of a plan of 5,000 resources: 1,000 teams with a bucket, its policy, a role and two policies each; in every
 * tenth team something grows. Budget: 10 s of CPU and 500 MB, as page and as text.
 */

const teams = 1000;
const document = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** The plan as `terraform show -json` prints it. */
export function largePlan(): object {
  const changes = Array.from({ length: teams }, (_, index) => {
    const name = `team-${index}`;
    const bucket = `arn:aws:s3:::acme-${name}`;
    const read = (prefix: string) =>
      document(
        { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
        {
          Sid: "Read",
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:GetObjectVersion"],
          Resource: `${bucket}/${prefix}`,
        },
      );
    const grown = index % 10 === 0;
    const change = (type: string, before: object, after: object) => ({
      address: `module.team["${name}"].${type}.this`,
      mode: "managed",
      type,
      change: { actions: before === after ? ["no-op"] : ["update"], before, after, after_unknown: {} },
    });
    const same = (type: string, values: object) => change(type, values, values);
    const tls = {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucket, `${bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const logs = {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `arn:aws:logs:eu-west-1:111122223333:log-group:/team/${name}:*`,
    };
    const trust = document({
      Effect: "Allow",
      Principal: { Service: "sagemaker.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    return [
      same("aws_s3_bucket", { bucket: `acme-${name}`, arn: bucket }),
      same("aws_s3_bucket_policy", { bucket: `acme-${name}`, policy: document(tls) }),
      same("aws_iam_role", {
        name,
        arn: `arn:aws:iam::111122223333:role/${name}`,
        assume_role_policy: trust,
      }),
      change(
        "aws_iam_role_policy",
        { name: "data", role: name, policy: read("in/*") },
        { name: "data", role: name, policy: read(grown ? "in*" : "in/*") },
      ),
      {
        ...same("aws_iam_role_policy", { name: "logs", role: name, policy: document(logs) }),
        address: `module.team["${name}"].aws_iam_role_policy.logs`,
      },
    ];
  }).flat();
  return { format_version: "1.2", resource_changes: changes };
}

export const command = join(__dirname, "..", "cli", "main.js");

/** Time and memory of the command, each format in a process of its own. */
export function benchReview(say: (line: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "review-bench-"));
  try {
    const plan = join(folder, "plan.json");
    writeFileSync(plan, JSON.stringify(largePlan()));
    for (const format of ["text", "html"]) {
      const out = join(folder, `review.${format}`);
      const measured = `
        process.argv.splice(1, process.argv.length, "node", "review", ${JSON.stringify(plan)}, "--format", "${format}", "--out", ${JSON.stringify(out)});
        process.on("exit", () => {
          const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
          console.log(JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
        });
        require(${JSON.stringify(command)});`;
      const { seconds, megabytes } = JSON.parse(
        execFileSync(process.execPath, ["-e", measured], { encoding: "utf8" }),
      ) as { readonly seconds: number; readonly megabytes: number };
      say(
        `review of ${teams * 5} resources as ${format}: ${seconds.toFixed(1)} s of CPU, ${megabytes.toFixed(0)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
