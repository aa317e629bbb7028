import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountOfExisting, findExisting } from "../../local/existing/find-existing";
import { cannotBeMade, leavingOut } from "../../local/left-out";
import { firstProvider, localConfiguration } from "../../local/local-configuration";
import { underLock } from "../../local/lock";
import { endOrphans, recordProcess } from "../../local/orphans";
import { withNeeded } from "../../local/synthesis";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "local-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const own = "${data.aws_caller_identity.me.account_id}";
const provider = { aws: [{ region: "eu-west-1" }] };

describe("what stacks use and none of them makes", () => {
  const names = (...configs: Parameters<typeof findExisting>[0]) =>
    findExisting(configs, configs).map(({ kind, name }) => `${kind} ${name}`);

  test("is found in arguments and outputs: by name, by ARN, by S3 location", () => {
    const found = names({
      provider,
      resource: {
        aws_iam_role_policy_attachment: {
          a: { role: "labeling", policy_arn: `arn:aws:iam::${own}:policy/boundary` },
        },
        aws_iam_group_policy_attachment: { a: { group: "leads" } },
        aws_s3_bucket_cors_configuration: { a: { bucket: "acme-raw" } },
        aws_sns_topic_subscription: {
          a: {
            topic_arn: `arn:aws:sns:eu-west-1:${own}:in`,
            endpoint: "arn:aws:sqs:eu-west-1:111122223333:answers",
          },
        },
        aws_lambda_function: { a: { function_name: "mine", s3_bucket: "acme-code", s3_key: "code/a.zip" } },
      },
      output: {
        input_locations: { value: ["s3://acme-raw/in/", "s3://acme-other/x.manifest"] },
        pre: { value: "arn:aws:lambda:eu-west-1:111122223333:function:before:live" },
      },
    });
    expect(found.sort()).toEqual(
      [
        "bucket acme-code",
        "bucket acme-other",
        "bucket acme-raw",
        "function before:live",
        "group leads",
        "object acme-code/code/a.zip",
        "policy boundary",
        "queue answers",
        "role labeling",
        "topic in",
      ].sort(),
    );
  });

  test("is not what another stack makes, nor AWS's own, nor what only a policy or a to-do names", () => {
    const maker = {
      provider,
      resource: { aws_s3_bucket: { b: { bucket: "acme-raw" } }, aws_sns_topic: { t: { name: "in" } } },
    };
    const user = {
      provider,
      resource: {
        aws_s3_bucket_policy: {
          a: { bucket: "${aws_s3_bucket.b.bucket}", policy: '{"Resource":"arn:aws:sqs:eu-west-1:1:q"}' },
        },
        aws_sns_topic_subscription: { a: { topic_arn: `arn:aws:sns:eu-west-1:${own}:in` } },
      },
      output: {
        pre: { value: "arn:aws:lambda:eu-west-1:568282634449:function:PRE-BoundingBox" },
        attached: { value: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        location: { value: "s3://acme-raw/in/" },
        required_queues: { value: { "arn:aws:sqs:eu-west-1:111122223333:q": "[]" } },
      },
    };
    expect(names(maker, user)).toEqual([]);
  });

  test("tells the account of stacks whose provider does not, where it is one", () => {
    const topic = (account: string) => ({
      provider,
      output: { topic: { value: `arn:aws:sns:eu-west-1:${account}:in` } },
    });
    expect(accountOfExisting([topic("111122223333"), topic(own)])).toBe("111122223333");
    expect(accountOfExisting([topic("111122223333"), topic("444455556666")])).toBeUndefined();
    const copy = localConfiguration(topic(own), "111122223333");
    expect(firstProvider(copy)).toEqual({ region: "eu-west-1", account: "111122223333" });
  });
});

describe("what the emulator cannot make", () => {
  const config = {
    resource: {
      aws_sagemaker_workforce: { w: { workforce_name: "w" } },
      aws_sagemaker_workteam: { t: { workforce_name: "${aws_sagemaker_workforce.w.workforce_name}" } },
      aws_cognito_managed_user_pool_client: {
        c: { urls: ["https://${aws_sagemaker_workforce.w.subdomain}/x"] },
      },
      aws_sns_topic: { s: { name: "s", depends_on: ["aws_sagemaker_workforce.w", "aws_kms_key.k"] } },
    },
    output: { portal: { value: "${aws_sagemaker_workforce.w.subdomain}" }, topic: { value: "s" } },
  };

  test("is left out with all that refers to it, and with the reason; an order alone is no reference", () => {
    const { config: copy, leftOut } = leavingOut(config, cannotBeMade);
    expect(copy.resource).toEqual({ aws_sns_topic: { s: { name: "s", depends_on: ["aws_kms_key.k"] } } });
    expect(copy["output"]).toEqual({ topic: { value: "s" } });
    expect(leftOut).toEqual(
      expect.arrayContaining([
        { address: "aws_sagemaker_workforce.w", reason: "moto has no workforces and work teams" },
        { address: "aws_cognito_managed_user_pool_client.c", reason: "it needs aws_sagemaker_workforce.w" },
      ]),
    );
    expect(leftOut).toHaveLength(3);
  });

  test("changes nothing of other stacks", () => {
    const other = { resource: { aws_sns_topic: { s: { name: "s" } } } };
    expect(leavingOut(other, cannotBeMade).config).toBe(other);
  });
});

test("a stack comes with those that it needs, in their order", () => {
  const stacks = [
    { name: "shared", directory: "" },
    { name: "other", directory: "" },
    { name: "signs", directory: "", dependencies: ["shared"] },
    { name: "lanes", directory: "", dependencies: ["signs"] },
  ];
  expect(withNeeded(stacks, ["lanes"]).map(({ name }) => name)).toEqual(["shared", "signs", "lanes"]);
  expect(withNeeded(stacks, []).map(({ name }) => name)).toHaveLength(4);
});

describe("the lock of a folder", () => {
  test("says who is at work, and is gone afterwards, with the folder if nothing else is in it", async () => {
    await underLock(root, "up", async () => {
      await expect(underLock(root, "plan", () => Promise.resolve())).rejects.toThrow(
        new RegExp(`^"local up" is at work here since \\d\\d:\\d\\d \\(process ${process.pid}\\)`),
      );
    });
    expect(existsSync(join(root, ".local"))).toBe(false);
  });

  test("is taken from a run that was killed", async () => {
    const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
    await once(child, "exit");
    mkdirSync(join(root, ".local"));
    writeFileSync(
      join(root, ".local", "lock"),
      JSON.stringify({ pid: child.pid, command: "up", since: "09:00" }),
    );
    expect(await underLock(root, "down", () => Promise.resolve("done"))).toBe("done");
  });

  test("is given back when the work fails", async () => {
    await expect(underLock(root, "up", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await underLock(root, "up", () => Promise.resolve("done"))).toBe("done");
  });
});

describe("Terraforms of a run that was killed", () => {
  test("are ended by their process ids; others with such an id are left alone", async () => {
    const forever = "setInterval(() => {}, 1000)";
    // Known by its command line, as Terraform is.
    const orphan = spawn(process.execPath, ["-e", forever, "terraform"], { stdio: "ignore" });
    const other = spawn(process.execPath, ["-e", forever], { stdio: "ignore" });
    try {
      recordProcess(root, orphan.pid!);
      recordProcess(root, other.pid!);
      const ended = once(orphan, "exit");
      expect(await endOrphans(root)).toBe(1);
      await ended;
      expect(orphan.signalCode).toBe("SIGINT");
      expect([other.exitCode, other.signalCode]).toEqual([null, null]);
      expect(readdirSync(join(root, ".local"))).toEqual([]);
    } finally {
      orphan.kill();
      other.kill();
    }
  });
});
