import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { down } from "../../local/down";
import { plan } from "../../local/plan";
import { up } from "../../local/up";

/*
 * The commands with a Terraform that only pretends, and a web server for an emulator.
 * What the real ones do is tested in ../e2e.
 */

const before = { ...process.env };
let root: string;
let emulator: Server;
let endpoint: string;
let said: string[];
let steps: string[];

const say = (line: string) => void said.push(line);
const listener = (stack: string, command: string, result: string) =>
  void steps.push(`${stack} ${command}: ${result}`);
const run = (command: typeof up, ...stacks: string[]) => command(root, stacks, say, listener);
const local = (...path: string[]) => join(root, ".local", ...path);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "project-"));
  said = [];
  steps = [];
  emulator = createServer((_request, response) => response.end());
  await once(emulator.listen(0, "127.0.0.1"), "listening");
  endpoint = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;

  mkdirSync(join(root, "bin"));
  copyFileSync(join(__dirname, "fake-terraform.sh"), join(root, "bin", "terraform"));
  chmodSync(join(root, "bin", "terraform"), 0o755);
  Object.assign(process.env, {
    PATH: join(root, "bin") + delimiter + before["PATH"],
    HOME: root,
    AWS_ENDPOINT_URL: endpoint,
    FAKE_TERRAFORM_LOG: join(root, "calls.log"),
  });
  writeFileSync(join(root, ".terraformrc"), "");
  app("writeStacks(['access', 'signs']);");
});

afterEach(() => {
  process.env = { ...before };
  emulator.close();
  emulator.closeAllConnections();
  rmSync(root, { recursive: true, force: true });
});

/** The project's app, which is only its output here. */
function app(body: string): void {
  writeFileSync(join(root, "cdktf.json"), JSON.stringify({ app: "node app.js" }));
  writeFileSync(
    join(root, "app.js"),
    `const fs = require("node:fs");
     function writeStacks(names) {
       const stacks = {};
       for (const name of names) {
         const workingDirectory = "stacks/" + name;
         stacks[name] = { name, workingDirectory };
         fs.mkdirSync("cdktf.out/" + workingDirectory + "/assets", { recursive: true });
         fs.writeFileSync("cdktf.out/" + workingDirectory + "/assets/code", name);
         fs.writeFileSync("cdktf.out/" + workingDirectory + "/cdk.tf.json",
           JSON.stringify({ terraform: { cloud: { organization: "acme" } } }));
       }
       fs.writeFileSync("cdktf.out/manifest.json", JSON.stringify({ stacks }));
     }
     ${body}`,
  );
}

function breakStack(name: string): void {
  app(`writeStacks(["access", "signs"]); fs.writeFileSync("cdktf.out/stacks/${name}/broken", "");`);
}

describe("up", () => {
  test("applies a copy of every stack on the emulator of the environment", async () => {
    expect(await run(up)).toBe(0);
    expect(steps).toEqual(
      expect.arrayContaining([
        "access init: done",
        "access apply: 1 added, 0 changed, 0 destroyed",
        "signs apply: 1 added, 0 changed, 0 destroyed",
      ]),
    );
    expect(said).toEqual([`Up at ${endpoint}: access, signs.`]);
    const copy = JSON.parse(readFileSync(local("stacks", "signs", "cdk.tf.json"), "utf8")) as object;
    expect(copy).toMatchObject({ terraform: { backend: { local: {} } } });
    expect(readFileSync(local("stacks", "signs", "assets", "code"), "utf8")).toBe("signs");
    expect(readFileSync(join(root, "cdktf.out/stacks/signs/cdk.tf.json"), "utf8")).toContain("acme");
    expect(readFileSync(join(root, "calls.log"), "utf8")).toContain(`signs apply ${endpoint}\n`);
  });

  test("applies only the stacks that are named", async () => {
    await run(up, "signs");
    expect(existsSync(local("stacks", "access"))).toBe(false);
  });

  test("lists the stacks when it does not know one", async () => {
    await expect(run(up, "sings")).rejects.toThrow(
      'There is no stack "sings". Did you mean signs? Stacks: access, signs.',
    );
    expect(existsSync(local())).toBe(false);
  });

  test("takes away files that a new synth no longer writes", async () => {
    await run(up);
    app(`writeStacks(["signs"]); fs.rmSync("cdktf.out/stacks/signs/assets", { recursive: true });`);
    await run(up);
    expect(existsSync(local("stacks", "signs", "assets"))).toBe(false);
    expect(existsSync(local("stacks", "signs", "terraform.tfstate"))).toBe(true);
  });

  test("applies the other stacks when one fails, and says all that Terraform said", async () => {
    breakStack("access");
    await expect(run(up)).rejects.toThrow("terraform apply failed for access:\n\nError: access is broken");
    expect(steps).toContain("signs apply: 1 added, 0 changed, 0 destroyed");
    expect(steps).toContain("access apply: FAILED");
  });

  test("fails with the message of the app", async () => {
    app(`console.error("workflows.signs.input is missing"); process.exit(1);`);
    await expect(run(up)).rejects.toThrow(/^workflows.signs.input is missing$/);
  });

  test("says so when nothing answers at AWS_ENDPOINT_URL", async () => {
    process.env["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";
    await expect(run(up)).rejects.toThrow("Nothing answers at AWS_ENDPOINT_URL http://127.0.0.1:1");
  });

  test("does not mix two emulators", async () => {
    await run(up, "signs");
    process.env["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";
    await expect(run(up)).rejects.toThrow(
      `Stacks are up on ${endpoint}, but AWS_ENDPOINT_URL is http://127.0.0.1:1`,
    );
    delete process.env["AWS_ENDPOINT_URL"];
    expect(await run(plan, "signs")).toBe(0);
  });
});

describe("plan", () => {
  test("has exit code 2 and shows the plan where something differs", async () => {
    await run(up, "signs");
    expect(await run(plan)).toBe(2);
    expect(steps).toEqual(
      expect.arrayContaining(["access plan: 1 to add, 0 to change, 0 to destroy", "signs plan: no changes"]),
    );
    expect(said.join()).toContain("Plan: 1 to add");
  });

  test("has exit code 0 where nothing does", async () => {
    await run(up);
    expect(await run(plan)).toBe(0);
  });

  test("shows plans that fit on a screen, and says where long ones are; in the end, a summary", async () => {
    await run(plan);
    expect(said.filter((line) => line.includes("Plan: 1 to add"))).toHaveLength(2);
    expect(said.at(-1)).toBe("\n2 stacks: 2 with changes, 0 without.");
    said.length = 0;
    app(`writeStacks(["access", "signs"]); fs.writeFileSync("cdktf.out/stacks/signs/long", "");`);
    await run(plan);
    expect(said).toEqual([
      expect.stringMatching(/^\nThe plans have 302 lines\. They are in these files:$/),
      `  ${join(".local", "stacks", "access", "plan.txt")}`,
      `  ${join(".local", "stacks", "signs", "plan.txt")}`,
      "\n2 stacks: 2 with changes, 0 without.",
    ]);
    expect(readFileSync(local("stacks", "signs", "plan.txt"), "utf8")).toContain("300\nPlan: 1 to add");
  });

  test("takes what up leaves to the plan for no change", async () => {
    const type = "aws_s3_bucket_lifecycle_configuration";
    const withPlan = (...types: string[]) => {
      const changes = types.map((one) => ({ type: one, change: { actions: ["create"] } }));
      const stack = JSON.stringify({ resource: { [type]: { rule: {} } } });
      const show = JSON.stringify({ resource_changes: changes });
      app(`writeStacks(["signs"]);
        fs.writeFileSync("cdktf.out/stacks/signs/cdk.tf.json", '${stack}');
        fs.writeFileSync("cdktf.out/stacks/signs/show.json", '${show}');`);
    };
    withPlan(type);
    expect(await run(plan)).toBe(0);
    expect(steps).toContain("signs plan: no changes");
    withPlan(type, "aws_s3_bucket");
    expect(await run(plan)).toBe(2);
    expect(steps).toContain("signs plan: 1 to add, 0 to change, 0 to destroy");
  });

  test("fails where Terraform does", async () => {
    breakStack("signs");
    await expect(run(plan)).rejects.toThrow("signs is broken");
  });
});

describe("down", () => {
  test("destroys what is up and leaves nothing", async () => {
    await run(up);
    expect(await run(down)).toBe(0);
    expect(steps).toContain("signs destroy: 1 destroyed");
    expect(said).toContain("Down: access, signs.");
    expect(existsSync(local())).toBe(false);
  });

  test("needs neither the app nor the configuration", async () => {
    await run(up);
    rmSync(join(root, "app.js"));
    rmSync(join(root, "cdktf.out"), { recursive: true });
    expect(await run(down)).toBe(0);
  });

  test("destroys only the stacks that are named, until none is left", async () => {
    await run(up);
    await run(down, "signs");
    expect(steps).not.toContain("access destroy: 1 destroyed");
    expect(existsSync(local("stacks", "access"))).toBe(true);
    await expect(run(down, "signs")).rejects.toThrow('There is no stack "signs". Stacks: access.');
    await run(down, "access");
    expect(existsSync(local())).toBe(false);
  });

  test("has nothing against being called when nothing is up", async () => {
    expect(await run(down)).toBe(0);
    expect(said).toEqual(["Nothing is up."]);
  });

  test("keeps what could not be destroyed on an emulator that is not ours", async () => {
    await run(up);
    writeFileSync(local("stacks", "access", "broken"), "");
    await expect(run(down)).rejects.toThrow("terraform destroy failed for access");
    expect(existsSync(local("stacks", "access", "terraform.tfstate"))).toBe(true);
    expect(existsSync(local("stacks", "signs"))).toBe(false);
  });
});

test("an emulator that dies in the middle is told in one line, and Terraform is ended", async () => {
  app(`writeStacks(["signs"]); fs.writeFileSync("cdktf.out/stacks/signs/slow", "");`);
  const running = run(up);
  const calls = () =>
    existsSync(join(root, "calls.log")) ? readFileSync(join(root, "calls.log"), "utf8") : "";
  const killer = (async () => {
    while (!calls().includes("signs apply")) await new Promise((resolve) => setTimeout(resolve, 50));
    emulator.close();
    emulator.closeAllConnections();
  })();
  await expect(running).rejects.toThrow(
    new RegExp(
      `^The emulator at ${endpoint} has died, and with it all that was applied there\\. Run the same command again\\.$`,
    ),
  );
  await killer;
  expect(steps).toContain("signs apply: FAILED");
});

describe("an emulator that is gone", () => {
  const gone = "The emulator of the last run is gone, and with it all that was applied there.";

  test("takes the state with it", async () => {
    await run(up);
    writeFileSync(local("emulator.json"), JSON.stringify({ endpoint: "http://127.0.0.1:1" }));
    expect(await run(plan)).toBe(2);
    expect(said).toContain(gone);
  });

  test("leaves nothing for down to do", async () => {
    await run(up);
    writeFileSync(local("emulator.json"), "{");
    expect(await run(down)).toBe(0);
    expect(said).toEqual(expect.arrayContaining([gone, "Nothing is up."]));
    expect(existsSync(local())).toBe(false);
  });

  test("is not confused with another program that has its process id", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    try {
      await run(up);
      writeFileSync(local("emulator.json"), JSON.stringify({ endpoint, pid: other.pid }));
      await run(down);
      expect(said).toContain(gone);
      expect(other.exitCode).toBeNull();
      expect(other.signalCode).toBeNull();
    } finally {
      other.kill();
    }
  });
});
