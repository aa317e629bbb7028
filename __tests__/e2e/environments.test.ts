import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopEmulator } from "../../local/emulator";
import { projectRoot, removeProject, throwawayProject } from "./throwaway-project";

/*
 * Two environments of one file, in two accounts, on one emulator: each with what exists in its own account.
 */

const root = throwawayProject();
const config = join(root, "mine.yaml");

function local(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, "dist", "cli", "main.js"), "local", ...args],
    {
      cwd: root,
      env: { ...process.env, GROUND_TRUTH_CONFIG: config, AWS_ENDPOINT_URL: undefined },
      encoding: "utf8",
    },
  );
  process.stderr.write(stdout + stderr);
  return { status, stdout, stderr };
}

beforeAll(() =>
  writeFileSync(
    config,
    `namePrefix: acme-\${environment}
region: eu-west-1
workflows:
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/signs/]
    output: s3://acme-labels/signs/
    encryptionKey: { existing: alias/acme-data }
    executionRole: { existing: labeling-signs }
environments:
  development: { account: "111122223333" }
  production: { account: "444455556666" }
`,
  ),
);

afterAll(async () => {
  await stopEmulator(root);
  removeProject(root);
}, 60_000);

test("up with a star brings up one environment, in its account", () => {
  const { status, stdout } = local("up", "development-*");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^development-signs +apply +2 added/m);
  expect(stdout).toContain("arn:aws:iam::111122223333:role/labeling-signs");
  expect(stdout).not.toContain("production-signs");
});

test("up brings up the other one beside it, and plan finds nothing to do in both", () => {
  const { status, stdout } = local("up");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^production-signs +apply +2 added/m);
  expect(stdout).toContain("arn:aws:iam::444455556666:role/labeling-signs");
  const plan = local("plan", "*-signs");
  expect(plan.status).toBe(0);
  expect(plan.stdout).toContain("2 stacks: 0 with changes, 2 without.");
});

test("down takes both down", () => {
  const { status, stdout } = local("down");
  expect(status).toBe(0);
  expect(stdout).toContain("Down: development-signs, production-signs.");
});
