import { Html, markup } from "../../review/page/html";
import type { TemplateFinding } from "../../lib/jobs/template/template-finding";
import { taskAsset } from "../task-asset";
import { withStandIns } from "./template-document";

/** What a preview shows. */
export interface Preview {
  /** Of the workflow. */
  readonly name: string;
  /** The template, as people know it. */
  readonly template: string;
  /** The template with the values of one object; empty if it cannot be rendered. */
  readonly rendered: string;
  /** Why it cannot be rendered, what is probably wrong with it, what `task.input` has not. */
  readonly findings: readonly TemplateFinding[];
  readonly input: unknown;
  /** What the reader should know of how this came about. */
  readonly notes: readonly string[];
  /** Whether AWS's script may be loaded, instead of the stand-ins. @default false */
  readonly withAwsElements?: boolean;
  /** Told by `--watch` from other versions. @default - it is a file */
  readonly version?: string;
}

/** A template as one page, which opens offline. */
export function previewPage(preview: Preview): string {
  const { name, template, rendered, findings, input, notes, withAwsElements = false, version = "" } = preview;
  const document = withAwsElements ? { html: rendered, leftOut: [] } : withStandIns(rendered);
  const told = [
    ...notes,
    withAwsElements
      ? "AWS's crowd elements are loaded from assets.crowd.aws: a network is needed"
      : "Crowd elements are stand-ins: AWS's look and behave differently",
    ...document.leftOut.map((address) => `Not loaded: ${address}`),
  ];
  return `${
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${withAwsElements ? anywhere : nowhere}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Preview: ${name}</title>
${new Html(`<style>${taskAsset("preview", "preview.css")}</style>`)}
</head>
<body data-version="${version}">
<header><h1>${name} <span class="quiet">${template}</span></h1><p class="quiet">${told.join(" · ")}</p><p class="quiet" id="watching"></p></header>
${rendered === "" ? markup`<main><p class="fault">The template cannot be rendered: see the findings.</p></main>` : markup`<iframe title="What workers see" sandbox="allow-scripts allow-forms allow-modals${withAwsElements ? " allow-same-origin" : ""}" srcdoc="${document.html}"></iframe>`}
<aside aria-label="About the preview" tabindex="0">
<h2>Findings</h2>
<ul id="faults">${findings.map(({ line, column, message }) => markup`<li class="fault">${line}:${column} ${message}</li>`)}</ul>
${findings.length === 0 && markup`<p class="quiet">None in the template.</p>`}
<h2>Answer</h2>
<p class="fault" id="not-submitted" aria-live="polite"></p>
<pre id="answer" tabindex="0" aria-live="polite">Submit the form to see what the post-annotation function gets.</pre>
<h2>task.input</h2>
<pre tabindex="0">${JSON.stringify(input, undefined, 2).slice(0, mostInput)}</pre>
</aside>
${new Html(`<script>${taskAsset("preview", "preview.js")}</script>`)}
</body>
</html>`.text
  }
`;
}

const mostInput = 20_000;

/** Scripts and styles of the template run, and reach nobody. The frame inherits it. `connect-src 'self'` is for `--watch`. */
const nowhere =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; media-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const anywhere = "default-src 'self' https: data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'";
