import { createHash } from "node:crypto";
import { Html, markup } from "../../review/page/html";
import { taskAsset } from "../task-asset";
import type { Answer, AnsweredBox, AnsweredClass, AnsweredObject, AnsweredSpan } from "./answer";
import { classesOf } from "./answer";
import type { LabelCounts } from "./answer-counts";
import type { Picture } from "./pictures";

/** An object with the pictures that its answers need. */
export interface ShownObject {
  readonly object: AnsweredObject;
  /** The image that was labeled. @default - a text, or nothing to draw on it */
  readonly image?: Picture;
  /** Pictures of segmentations, by the names of their labels. */
  readonly masks: ReadonlyMap<string, Picture>;
}

export interface AnswersPage {
  /** The manifest, as people know it. */
  readonly name: string;
  /** Of all lines, shown or not. */
  readonly objects: number;
  readonly unlabeled: number;
  /** Lines that are no JSON object. */
  readonly unreadable: number;
  readonly labels: readonly LabelCounts[];
  readonly shown: readonly ShownObject[];
}

/** Answers as one file: no network, and a policy that forbids it. What workers wrote is text and never markup. */
export function answersPage(page: AnswersPage): string {
  const style = taskAsset("answers", "answers.css");
  const script = taskAsset("answers", "answers.js");
  const hash = (code: string) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`;
  const policy = `default-src 'none'; img-src data:; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
  const colours = new Colours(page.labels);
  return `${
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Answers: ${page.name}</title>
${new Html(`<style>${style}</style>`)}
</head>
<body>
<svg class="filter" aria-hidden="true"><filter id="no-white" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB"><feColorMatrix values="1 0 0 0 0  0 1 0 0 0  0 0 1 0 0  -4 -4 -4 0 12"></feColorMatrix><feComposite operator="in" in2="SourceAlpha"></feComposite></filter></svg>
<header>
<h1>Answers: ${page.name}</h1>
${summary(page)}
</header>
<main>
<div class="labels">${page.labels.map((label) => labelSection(label, colours))}</div>
${filters(page)}
<section id="objects" aria-label="Objects">
${page.shown.map((shown) => card(shown, colours))}
</section>
</main>
<footer><p>Confidence is Ground Truth's: 0.00 where one worker labeled an object, and to be compared within one job only. Boxes are drawn in the image's pixels, spans by their offsets in Unicode characters, segmentations as the picture that the job wrote.</p></footer>
${new Html(`<script>${script}</script>`)}
</body>
</html>`.text
  }
`;
}

function summary({ objects, unlabeled, unreadable, shown }: AnswersPage): Html {
  const parts = [
    plural(objects, "object"),
    ...(unlabeled > 0 ? [`${number(unlabeled)} without a label`] : []),
    ...(unreadable > 0 ? [`${plural(unreadable, "line")} that are no JSON object`] : []),
    shown.length < objects
      ? `the first ${number(shown.length)} are shown; counts are of all`
      : "all are shown",
  ];
  return markup`<p class="quiet">${parts.join(" · ")}</p>`;
}

function labelSection(label: LabelCounts, colours: Colours): Html {
  const { attribute, type, objects, byHumans, byModel, failed, unexpected, classes, confidences } = label;
  const all = classes.reduce((sum, [, count]) => sum + count, 0);
  const facts = [
    plural(objects, "object"),
    `${number(byHumans)} by people`,
    `${number(byModel)} by a model`,
    ...(failed > 0 ? [`${number(failed)} failed`] : []),
    ...(unexpected > 0 ? [`${number(unexpected)} not as AWS documents them`] : []),
  ];
  return markup`<section class="label"><h2>${attribute} <span class="quiet">${type}</span></h2>
<p class="quiet">${facts.join(" · ")}</p>
<div class="tables">
${
  classes.length > 0 &&
  markup`<table><caption>Classes</caption><thead><tr><th scope="col">Class</th><th scope="col" class="number">Count</th><th scope="col" class="number">Share</th></tr></thead><tbody>
${classes
  .slice(0, mostClasses)
  .map(
    ([name, count]) =>
      markup`<tr><th scope="row"><span class="swatch ${colours.of(name)}"></span>${name}</th><td class="number">${number(count)}</td><td class="number">${((count / all) * 100).toFixed(1)} %</td></tr>`,
  )}
</tbody></table>${classes.length > mostClasses && markup`<p class="quiet">and ${number(classes.length - mostClasses)} more</p>`}`
}
${
  confidences.some((count) => count > 0) &&
  markup`<table><caption>Confidence</caption><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col" class="number">Count</th></tr></thead><tbody>
${confidences.flatMap((count, tenth) =>
  count === 0
    ? []
    : markup`<tr><td>${(tenth / 10).toFixed(1)}</td><td>${((tenth + 1) / 10).toFixed(1)}</td><td class="number">${number(count)}</td></tr>`,
)}
</tbody></table>`
}
</div></section>`;
}

const mostClasses = 50;

function filters({ labels }: AnswersPage): Html {
  const names = [...new Set(labels.flatMap(({ classes }) => classes.map(([name]) => name)))].slice(0, 500);
  return markup`<form class="filters" role="search" aria-label="Filter objects" hidden>
<label>Class <select id="by-class"><option value="">all</option>${names.map((name) => markup`<option>${name}</option>`)}</select></label>
<label>Confidence up to <input id="by-confidence" type="number" min="0" max="1" step="0.05" placeholder="any"></label>
<label>Labeled by <select id="by-whom"><option value="">anybody</option><option value="people">people</option><option value="model">a model</option><option value="failed">nobody: failed</option></select></label>
<label>Segmentation <input id="opacity" type="range" min="0" max="100" value="60"></label>
<label class="check"><input id="marks" type="checkbox" checked> boxes and segmentations</label>
<button type="reset">Show all</button>
<output id="count" aria-live="polite"></output>
</form>`;
}

function card({ object, image, masks }: ShownObject, colours: Colours): Html {
  const { line, source, sourceRef, answers } = object;
  const classes = answers.flatMap(({ answered }) => classesOf(answered));
  const confidences = classes.flatMap(({ confidence }) => confidence ?? []);
  const least = confidences.length === 0 ? "" : String(Math.min(...confidences));
  const whom = [
    ...(answers.some(({ byHuman }) => byHuman === true) ? ["people"] : []),
    ...(answers.some(({ byHuman }) => byHuman === false) ? ["model"] : []),
    ...(answers.some(({ answered }) => answered.kind === "failed") ? ["failed"] : []),
  ];
  return markup`<article class="card" data-classes="${JSON.stringify(classes.map(({ label }) => label))}" data-confidence="${least}" data-whom="${whom.join(" ")}">
<h3><span class="quiet">${line}</span> ${sourceRef ?? "text"}</h3>
${answers.map((answer) => answerOf(answer, { source, image, mask: masks.get(answer.attribute) }, colours))}
${answers.length === 0 && markup`${plainObject(source, image)}<p class="quiet">Not labeled.</p>`}
</article>`;
}

interface Surroundings {
  readonly source?: string;
  readonly image?: Picture;
  readonly mask?: Picture;
}

function answerOf(answer: Answer, around: Surroundings, colours: Colours): Html {
  const { attribute, answered, job, created, byHuman } = answer;
  const facts = [
    ...(byHuman === undefined ? [] : [byHuman ? "by people" : "by a model"]),
    ...(job === undefined ? [] : [job]),
    ...(created === undefined ? [] : [created.slice(0, 19)]),
  ];
  return markup`<div class="answer"><h4>${attribute}</h4>${drawn(answer, around, colours)}
${answered.kind === "failed" && markup`<p class="failed"><strong>Failed:</strong> ${answered.reason}</p>`}
${answered.kind === "other" && markup`${answered.because !== undefined && markup`<p class="failed">Not as AWS documents ${answer.type}: ${answered.because}.</p>`}<pre tabindex="0">${answered.json.slice(0, mostJson)}</pre>`}
${answered.kind === "classes" && markup`${answered.comments.map((comment) => markup`<p>“${comment}”</p>`)}`}
<p class="quiet">${facts.join(" · ")}</p></div>`;
}

const mostJson = 5000;

function drawn({ answered }: Answer, { source, image, mask }: Surroundings, colours: Colours): Html {
  switch (answered.kind) {
    case "boxes":
      return markup`${stage(image, boxesSvg(answered, colours), undefined)}${legend(answered.boxes, colours)}`;
    case "mask":
      return markup`${stage(image, undefined, mask)}<ul class="legend">${answered.colours.map(
        ({ label, colour, confidence }) =>
          markup`<li>${colour !== "" && markup`<svg class="dab" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="${colour}"></rect></svg>`}${label}${sure(confidence)}</li>`,
      )}</ul>`;
    case "spans":
      return markup`<p class="text">${marked(source ?? "", answered.spans, colours)}</p>${legend(answered.spans, colours)}`;
    case "classes":
      return markup`${plainObject(source, image)}${legend(answered.classes, colours)}${answered.classes.length === 0 && markup`<p class="quiet">No class.</p>`}`;
    case "failed":
    case "other":
      return plainObject(source, image);
  }
}

function plainObject(source: string | undefined, image: Picture | undefined): Html {
  if (source !== undefined)
    return markup`<p class="text">${source.slice(0, mostText)}${source.length > mostText ? " …" : ""}</p>`;
  return image === undefined ? markup`` : stage(image, undefined, undefined);
}

const mostText = 5000;

/** The image with what was drawn on it. */
function stage(image: Picture | undefined, marks: Html | undefined, mask: Picture | undefined): Html {
  const missing = [image, mask].flatMap((each) =>
    each !== undefined && "missing" in each ? [each.missing] : [],
  );
  const pictures = [
    image !== undefined && "dataUri" in image && markup`<img src="${image.dataUri}" alt="The object">`,
    mask !== undefined &&
      "dataUri" in mask &&
      markup`<img class="mask" src="${mask.dataUri}" alt="The segmentation">`,
    marks,
  ].filter((each) => each instanceof Html);
  const isBare = pictures.length > 0 && !(image !== undefined && "dataUri" in image);
  return markup`${pictures.length > 0 && markup`<div class="stage${isBare ? " bare" : ""}">${pictures}</div>`}
${missing.length > 0 && markup`<p class="quiet">Picture not shown: ${[...new Set(missing)].join("; ")}.</p>`}`;
}

function boxesSvg(
  {
    width,
    height,
    boxes,
  }: { readonly width: number; readonly height: number; readonly boxes: readonly AnsweredBox[] },
  colours: Colours,
): Html {
  const size = Math.max(width, height) / 32;
  return markup`<svg class="boxes" viewBox="0 0 ${width} ${height}" role="img" aria-label="${plural(boxes.length, "box", "boxes")}">${boxes.map(
    ({ label, left, top, width: w, height: h }) =>
      markup`<g class="${colours.of(label)}"><rect x="${left}" y="${top}" width="${Math.max(0, w)}" height="${Math.max(0, h)}" stroke-width="${size / 8}"></rect><text x="${left}" y="${Math.max(size, top - size / 4)}" font-size="${size}" stroke-width="${size / 5}">${label}</text></g>`,
  )}</svg>`;
}

function legend(classes: readonly AnsweredClass[], colours: Colours): Html {
  return markup`<ul class="legend">${classes.map(
    ({ label, confidence }) =>
      markup`<li><span class="swatch ${colours.of(label)}"></span>${label}${sure(confidence)}</li>`,
  )}</ul>`;
}

function sure(confidence: number | undefined): Html {
  return confidence === undefined ? markup`` : markup` <span class="quiet">${confidence.toFixed(2)}</span>`;
}

/** The text with its spans. Where spans overlap, the later one begins behind the earlier. */
function marked(source: string, spans: readonly AnsweredSpan[], colours: Colours): Html {
  const characters = [...source];
  const pieces: (Html | string)[] = [];
  let at = 0;
  for (const { label, start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const from = Math.max(at, start);
    if (from >= Math.min(end, characters.length)) continue;
    pieces.push(characters.slice(at, from).join(""));
    pieces.push(
      markup`<mark class="${colours.of(label)}">${characters.slice(from, end).join("")}<span class="tag">${label}</span></mark>`,
    );
    at = Math.min(end, characters.length);
  }
  pieces.push(characters.slice(at).join(""));
  return markup`${pieces}`;
}

const palette = 10;

/** One of ten colours for each class, the most frequent first. */
class Colours {
  private readonly numbers = new Map<string, number>();

  public constructor(labels: readonly LabelCounts[]) {
    for (const [name] of labels.flatMap(({ classes }) => classes)) this.of(name);
  }

  public of(name: string): string {
    let found = this.numbers.get(name);
    if (found === undefined) this.numbers.set(name, (found = this.numbers.size));
    return `c${found % palette}`;
  }
}

const number = (value: number) => value.toLocaleString("en");
const plural = (count: number, one: string, many = `${one}s`) =>
  `${number(count)} ${count === 1 ? one : many}`;
