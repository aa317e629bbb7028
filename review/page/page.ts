import { createHash } from "node:crypto";
import { asset } from "../asset";
import { visible } from "../formats/visible";
import type { Report } from "../report/report";
import { markup, Html } from "./html";
import { indexOf, type ReportIndex } from "./index-of-report";
import {
  changesSection,
  notDecidedSection,
  pictureSection,
  principalsSection,
  resourcesSection,
  risksSection,
  summarySection,
} from "./sections";

/** A review as one file: no network, no frame, and a policy that forbids both. */
export function pageReport(original: Report): string {
  const report = visible(original);
  const index = indexOf(report);
  const style = asset("page", "assets", "page.css");
  const script = asset("page", "assets", "page.js");
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  const names = report.stacks.map(({ name }) => name);
  const title = `Access review: ${names.length <= 4 ? names.join(", ") : `${names.length} stacks`}`;
  const digest = createHash("sha256").update(JSON.stringify(original)).digest("hex");
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body class="${report.principals.length + report.resources.length > 300 ? "large" : ""}">
        <a class="skip" href="#summary">To the summary</a>
        <header>
          <h1>${title}</h1>
          ${stacksLine(report)}
        </header>
        ${filters(index)}
        <main>
          ${summarySection(index, digest)} ${changesSection(index)} ${notDecidedSection(index)}
          ${risksSection(index)} ${pictureSection(index)} ${principalsSection(index)}
          ${resourcesSection(index)}
        </main>
        <footer>
          <p>
            “Grew” is proved by comparing documents as sets of requests; each growth comes with a request that
            is allowed now and was not. The picture and the tables show what statements allow; their
            conditions and the denies beside them stand in the statements. How the proof works and where it
            ends: docs/review.md of cdktf-ground-truth.
          </p>
        </footer>
        ${new Html(`<script>${script}</script>`)}
      </body>
    </html>`;
  return `${page.text}
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function stacksLine({ stacks, comparedWith }: Report): Html {
  const counts = stacks.flatMap(({ changes }) => (changes === undefined ? [] : [changes]));
  const sum = (of: (each: (typeof counts)[number]) => number) =>
    counts.reduce((total, each) => total + of(each), 0);
  const summary =
    counts.length === 0
      ? ""
      : ` · ${sum(({ add }) => add)} to add, ${sum(({ change }) => change)} to change, ${sum(({ destroy }) => destroy)} to destroy`;
  const accounts = [...new Set(stacks.map(({ account, region }) => `${account} ${region}`))];
  return markup`<p class="stacks">
    ${stacks.length === 1 ? stacks[0]!.kind : `${stacks.length} inputs`} ·
    ${accounts.slice(0, 3).join(", ")}${summary} · compared with ${comparedWith}
  </p>`;
}

function filters({ principals, resources }: ReportIndex): Html {
  const option = (
    { id, name, stack }: { readonly id: string; readonly name: string; readonly stack: string },
    several: boolean,
  ) => markup`<option value="${id}">${name}${several ? ` (${stack})` : ""}</option>`;
  const several = new Set(principals.map(({ stack }) => stack)).size > 1;
  const shownResources = resources.filter(({ kind }) => kind !== "other");
  return markup`<form class="filters" role="search" aria-label="Filter" hidden>
    <label
      >Search <input type="search" id="search" placeholder="name, action, Sid" autocomplete="off"
    /></label>
    <label
      >Principal
      <select id="by-principal">
        <option value="">all</option>
        ${principals.map((each) => option(each, several))}
      </select></label
    >
    <label
      >Resource
      <select id="by-resource">
        <option value="">all</option>
        ${shownResources.map((each) => option(each, several))}
      </select></label
    >
    <label
      >Access
      <select id="by-level">
        <option value="">all</option>
        <option value="L">list</option>
        <option value="R">read</option>
        <option value="T">tag</option>
        <option value="W">write</option>
        <option value="P">say who may</option>
      </select></label
    >
    <button type="reset">Show all</button>
    <output id="shown" aria-live="polite"></output>
  </form>`;
}
