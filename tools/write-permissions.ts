import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../stacks/project-root";
import { apiPages } from "./api/api-pages";
import { withCustomWorkflowTable } from "./custom-workflow-table";
import { catalogueJson } from "./catalogue-json";
import { commandsPage } from "./commands-page";
import { longPages, withContents } from "./contents";
import { withCostsTable } from "./costs-table";
import { permissionsPage } from "./permissions-page";
import { scoreboardPage } from "./scoreboard/scoreboard-page";
import { withPeopleTable } from "./who-can-do-what";

const docs = join(projectRoot(), "docs");
writeFileSync(join(docs, "permissions.md"), permissionsPage());
const customWorkflow = join(docs, "custom-workflow.md");
writeFileSync(customWorkflow, withCustomWorkflowTable(readFileSync(customWorkflow, "utf8")));

const people = join(projectRoot(), "docs", "people.md");
writeFileSync(people, withPeopleTable(readFileSync(people, "utf8")));

const costs = join(docs, "costs.md");
writeFileSync(costs, withCostsTable(readFileSync(costs, "utf8")));

// The reasons that `cdktf-ground-truth review` shows beside the statements of this library.
writeFileSync(join(projectRoot(), "review", "catalogue", "statements.json"), catalogueJson());

writeFileSync(join(docs, "scoreboard.md"), scoreboardPage());

const api = join(docs, "api");
rmSync(api, { recursive: true, force: true });
mkdirSync(api);
for (const [name, page] of apiPages()) writeFileSync(join(api, name), page);

void commandsPage().then((page) => {
  writeFileSync(join(docs, "commands.md"), page);
  for (const name of longPages()) {
    const file = join(docs, name);
    writeFileSync(file, withContents(readFileSync(file, "utf8")));
  }
});
