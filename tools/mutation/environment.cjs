const { writeFileSync } = require("node:fs");
const { TestEnvironment } = require("jest-environment-node");

/** Runs one test file with one mutant switched on, or with none, and then counts what it reaches. */
class MutationEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const { mutant, limit } = context.docblockPragmas;
    this.failed = false;
    this.active = mutant !== undefined;
    this.hits = new Map();
    this.record = context.testPath.replace(/\.test\.js$/, ".hits.json");
    const active = Number(mutant);
    const most = Number(limit);
    let asked = 0;
    this.global.__mutant = this.active
      ? (id) => {
          if (id !== active) return false;
          asked += 1;
          // A loop that no longer ends.
          if (asked > most) throw new Error(`mutant ${active} was reached more than ${most} times`);
          return true;
        }
      : (id) => {
          this.hits.set(id, (this.hits.get(id) ?? 0) + 1);
          return false;
        };
  }

  async handleTestEvent(event) {
    if (!this.active) return;
    if (event.name === "test_fn_failure" || event.name === "hook_failure") this.failed = true;
    if (event.name !== "test_start") return;
    // The first failure says all. What a command writes anew from the sources notices everything, and holds nothing.
    if (this.failed || /npm run (docs|schema)/.test(event.test.name)) event.test.mode = "skip";
  }

  async teardown() {
    if (!this.active) writeFileSync(this.record, JSON.stringify([...this.hits]));
    await super.teardown();
  }
}

module.exports = MutationEnvironment;
