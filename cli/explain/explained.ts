import type { Ink } from "../../review/formats/ink";
import { wrapped } from "../../review/formats/wrapped";
import { cataloguedAs, type CatalogueEntry } from "../../review/catalogue/catalogue";
import type { ToDo } from "../../stacks/summary/to-do";
import type { WrittenStatement } from "../../stacks/summary/statements";
import type { AskedResource, AskedStack } from "./read-app";
import { resourceReasons } from "./resource-reasons";

/** How texts for people are made. */
export interface Page {
  readonly ink: Ink;
  readonly width: number;
}

const placed = ({ key, place }: AskedResource) => (place === undefined ? "" : `${place} ${key ?? ""}`);

/** A stack: what it makes, and for which key; then what is left to do. */
export function stackText({ name, resources, toDo }: AskedStack, { ink, width }: Page): string {
  const byKey = new Map<string, AskedResource[]>();
  for (const resource of resources) {
    const key = placed(resource);
    byKey.set(key, [...(byKey.get(key) ?? []), resource]);
  }
  const lines = [...byKey].flatMap(([key, asked]) => [
    ...(key === "" ? [] : [ink.bold(key)]),
    ...asked.flatMap(({ address, type }, index) => [
      `  ${address}`,
      // Once for all of a type, which stand together.
      ...(asked[index + 1]?.type === type ? [] : reasonLines(type, width)),
    ]),
  ]);
  const left = toDo.length === 0 ? [] : ["", toDoLine(name, toDo)];
  return [
    `${name}: ${resources.length} resources, by the key that asks for them`,
    "",
    ...lines,
    ...left,
  ].join("\n");
}

function reasonLines(type: string, width: number): string[] {
  const reason = resourceReasons[type]?.reason;
  return reason === undefined ? [] : wrapped(reason, 4, width);
}

function toDoLine(name: string, toDo: readonly ToDo[]): string {
  return `Left to do: ${toDo.length}. The text to copy: npx cdktf-ground-truth explain ${name} todo`;
}

/** What is left to do, each with the JSON to copy. */
export function toDoText({ name, toDo }: AskedStack, { ink }: Page): string {
  if (toDo.length === 0) return `${name}: nothing is left to do by hand.`;
  return toDo
    .map(({ about, task, required }) => {
      const text = JSON.stringify(required, undefined, 2).replace(
        /\$\{data\.aws_caller_identity\.[^}]*\}/g,
        "<your account id>",
      );
      return `${ink.bold(about)}: ${task}\n${text}`;
    })
    .join("\n\n");
}

/** A resource: why it is there, who asks for it, and its statements. */
export function resourceText(resource: AskedResource, page: Page): string {
  const { stack, address, type, statements } = resource;
  const { reason = "No resource of the ready stacks.", page: awsPage } = resourceReasons[type] ?? {};
  const by = placed(resource);
  return [
    page.ink.bold(`${stack}: ${address}`),
    ...wrapped(reason, 2, page.width),
    ...(awsPage === undefined ? [] : [`  ${awsPage}`]),
    ...(by === "" ? [] : [`  asked for by ${by}`]),
    ...statements.flatMap((statement) => statementLines(statement, page)),
  ].join("\n");
}

function statementLines(
  { Sid = "a statement without Sid", Effect = "", Action = [] }: WrittenStatement,
  { width }: Page,
) {
  const actions = [Action].flat();
  const entry = entryOf(Sid, actions);
  const what = `${Effect === "Deny" ? "denies " : ""}${actions.join(", ")}`;
  return [
    "",
    `  ${Sid}`,
    ...wrapped(what, 4, width),
    ...(entry === undefined ? [] : [...wrapped(entry.reason, 4, width), `    ${entry.page}`]),
  ];
}

function entryOf(sid: string, actions: readonly string[]): CatalogueEntry | undefined {
  const entries = cataloguedAs(sid);
  return entries.find((entry) => actions.every((action) => entry.actions.includes(action))) ?? entries[0];
}

/** A statement that follows from the stacks, a deployer's say, has its actions and no entry. */
function uncataloguedLines(sid: string, found: readonly AskedResource[], { width }: Page): string[] {
  const statements = found.flatMap((one) => one.statements.filter(({ Sid }) => Sid === sid));
  const actions = new Set(statements.flatMap(({ Action = [] }) => Action));
  return [
    ...wrapped([...actions].join(", "), 2, width),
    "    follows from the stacks: no statement of the catalogue",
  ];
}

/** A Sid: why there are such statements, and where they are in this project. */
export function sidText(sid: string, holders: readonly AskedResource[], page: Page): string {
  const entries = cataloguedAs(sid);
  const found = holders.filter(({ statements }) => statements.some(({ Sid }) => Sid === sid));
  return [
    page.ink.bold(sid),
    ...(entries.length > 0 ? [] : uncataloguedLines(sid, found, page)),
    ...entries.flatMap(({ actions, reason, page: awsPage, anyResourceBecause }) => [
      ...wrapped(actions.join(", "), 2, page.width),
      ...wrapped(reason, 4, page.width),
      ...(anyResourceBecause === undefined
        ? []
        : wrapped(`on any resource: ${anyResourceBecause}`, 4, page.width)),
      `    ${awsPage}`,
    ]),
    "",
    ...(found.length === 0
      ? ["In no stack of this folder."]
      : [
          "In this project:",
          ...found.map((one) => `  ${one.stack}: ${one.address}   ${placed(one)}`.trimEnd()),
        ]),
  ].join("\n");
}
