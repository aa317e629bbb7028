const crowd = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>\n';
const form = (inside: string) => `${crowd}<crowd-form>\n${inside}\n</crowd-form>`;
const image = "{{ task.input.taskObject | grant_read_access }}";
const labels = "{{ task.input.labels | to_json | escape }}";
const instructions =
  '<full-instructions header="More">Look at all of it.</full-instructions><short-instructions>Look well.</short-instructions>';

/** What the templates below are rendered with. */
export const sampleInput = {
  taskObject: "s3://acme-raw/images/street-1.png",
  labels: ["Cat", "Dog's", "<b>"],
  text: 'Mary & "John" moved <b>today</b>.',
  html: "<em>kept</em>",
  already: "Tom &amp; Ann",
  items: [
    { name: "one", price: 1.5, tags: ["a", "b"] },
    { name: "two", price: 20, tags: [] },
  ],
  empty: [],
  none: null,
  nested: { "key with space": { deep: "found" } },
  count: 3,
  manifestLine: {
    boxes: { annotations: [{ class_id: 0, left: 10, top: 20, width: 60, height: 40 }] },
    "boxes-metadata": { "class-map": { "0": "Cat" } },
  },
};

interface SampleTemplate {
  readonly title: string;
  readonly template: string;
  /** What workers read, as a part of the text of the page. */
  readonly reads?: string | RegExp;
  /** What the form answers when it is submitted at once. */
  readonly answers?: object;
  /** Why it cannot be rendered. */
  readonly refused?: RegExp;
  /** What is told of it in the page. */
  readonly told?: RegExp;
}

/** Small templates of our own, each for a feature that AWS's public samples use, and some for what goes wrong. */
export const sampleTemplates: readonly SampleTemplate[] = [
  {
    title: "one category of an image",
    template: form(
      `<crowd-image-classifier name="c" src="${image}" header="Which?" categories="${labels}">${instructions}</crowd-image-classifier>`,
    ),
    reads: /Which\?[\s\S]*Cat[\s\S]*Dog's[\s\S]*<b>/,
  },
  {
    title: "categories in single quotes",
    template: form(
      `<crowd-image-classifier name="c" src="${image}" header="Which?" categories="['Big cat', 'Small cat']"></crowd-image-classifier>`,
    ),
    reads: "Small cat",
  },
  {
    title: "several categories and none",
    template: form(
      `<crowd-image-classifier-multi-select name="c" src="${image}" header="h" categories='["a"]' exclusion-category="{ text: 'None of these' }"></crowd-image-classifier-multi-select>`,
    ),
    reads: "None of these",
  },
  {
    title: "categories of a text",
    template: form(
      `<crowd-classifier name="c" header="Mood?" categories="['good', 'bad']"><classification-target>{{ task.input.text }}</classification-target></crowd-classifier>`,
    ),
    reads: 'Mary & "John" moved <b>today</b>.',
  },
  {
    title: "several categories of a text",
    template: form(
      `<crowd-classifier-multi-select name="c" header="h" categories="['good', 'bad']"><classification-target>{{ task.input.text | escape }}</classification-target></crowd-classifier-multi-select>`,
    ),
    reads: 'Mary & "John"',
  },
  {
    title: "boxes",
    template: form(
      `<crowd-bounding-box name="b" src="${image}" header="Draw" labels="${labels}">${instructions}</crowd-bounding-box>`,
    ),
    reads: "Drag to draw a box.",
    answers: { b: { boundingBoxes: [] } },
  },
  {
    title: "boxes of a job before",
    template: form(
      `<crowd-bounding-box name="b" src="${image}" header="Draw" labels="['Cat']" initial-value="[{% for box in task.input.manifestLine.boxes.annotations %}{% capture class_id %}{{ box.class_id }}{% endcapture %}{% assign label = task.input.manifestLine.boxes-metadata.class-map[class_id] %}{ label: {{ label | to_json }}, left: {{ box.left }}, top: {{ box.top }}, width: {{ box.width }}, height: {{ box.height }}, },{% endfor %}]"></crowd-bounding-box>`,
    ),
    answers: { b: { boundingBoxes: [{ label: "Cat", left: 10, top: 20, width: 60, height: 40 }] } },
  },
  {
    title: "key points",
    template: form(`<crowd-keypoint name="k" src="${image}" header="h" labels="['eye']"></crowd-keypoint>`),
    reads: "Click to set a point.",
  },
  {
    title: "a polygon",
    template: form(`<crowd-polygon name="p" src="${image}" header="h" labels="['roof']"></crowd-polygon>`),
    answers: { p: { polygons: [] } },
  },
  {
    title: "a polyline",
    template: form(`<crowd-polyline name="p" src="${image}" header="h" labels="['road']"></crowd-polyline>`),
    answers: { p: { polylines: [] } },
  },
  {
    title: "a line",
    template: form(`<crowd-line name="p" src="${image}" header="h" labels="['edge']"></crowd-line>`),
    answers: { p: { lines: [] } },
  },
  {
    title: "a segmentation",
    template: form(
      `<crowd-semantic-segmentation name="s" src="${image}" header="h" labels="['road']"></crowd-semantic-segmentation>`,
    ),
    answers: { s: { labelMappings: { road: {} }, labeledImage: {} } },
  },
  {
    title: "instances",
    template: form(
      `<crowd-instance-segmentation name="s" src="${image}" header="h" labels="['car']"></crowd-instance-segmentation>`,
    ),
    answers: { s: { instances: [], labeledImage: {} } },
  },
  {
    title: "spans without a form",
    template: `${crowd}<crowd-entity-annotation name="e" header="Mark" labels="${labels}" text="{{ task.input.text }}">${instructions}</crowd-entity-annotation>`,
    reads: 'Mary & "John" moved <b>today</b>.',
  },
  {
    title: "spans with short names and a beginning",
    template: form(
      `<crowd-entity-annotation name="e" header="Mark" labels="[{label: 'person', shortDisplayName: 'per', fullDisplayName: 'A person'}]" text="{{ task.input.text }}" initial-value="[{ label: 'person', startOffset: 0, endOffset: 4 }]"></crowd-entity-annotation>`,
    ),
    reads: "A person",
    answers: { e: { entities: [{ label: "person", startOffset: 0, endOffset: 4 }] } },
  },
  {
    title: "fields",
    template: form(
      `<crowd-input name="i" label="Price" value="1.99"></crowd-input><crowd-text-area name="t" rows="3" value="Two lines"></crowd-text-area>`,
    ),
    answers: { i: "1.99", t: "Two lines" },
  },
  {
    title: "fields that nobody filled",
    template: form('<crowd-input name="i" label="Price" required></crowd-input>'),
    told: /i: /,
  },
  {
    title: "boxes to tick",
    template: form(
      '<crowd-checkbox name="b" value="one" checked>One</crowd-checkbox><crowd-checkbox name="b" value="two">Two</crowd-checkbox>',
    ),
    answers: { b: { one: true, two: false } },
  },
  {
    title: "a group to choose from",
    template: form(
      '<crowd-radio-group><crowd-radio-button name="yes" value="y" checked>Yes</crowd-radio-button><crowd-radio-button name="no" value="n">No</crowd-radio-button></crowd-radio-group>',
    ),
    answers: { yes: { y: true }, no: { n: false } },
  },
  {
    title: "a switch",
    template: form('<crowd-toggle-button name="t" value="on"></crowd-toggle-button>'),
    answers: { t: { on: false } },
  },
  {
    title: "a slider",
    template: form('<crowd-slider name="s" min="1" max="5" value="2"></crowd-slider>'),
    answers: { s: 2 },
  },
  {
    title: "cards, badges, alerts",
    template: form(
      '<crowd-alert type="info" dismissible>Read this.</crowd-alert><crowd-card heading="Goods"><crowd-badge label="new"></crowd-badge></crowd-card><crowd-input name="i"></crowd-input>',
    ),
    reads: /Read this\.[\s\S]*Goods[\s\S]*new/,
  },
  {
    title: "instructions behind a link",
    template: form(
      '<crowd-instructions link-text="How to" link-type="button"><p>Like this.</p></crowd-instructions><crowd-input name="i"></crowd-input>',
    ),
    reads: "How to",
  },
  {
    title: "a button of one's own",
    template: form(
      '<crowd-input name="i" value="x"></crowd-input><crowd-button form-action="submit" variant="primary">Send it</crowd-button>',
    ),
    reads: /^(?![\s\S]*Submit)[\s\S]*Send it/,
  },
  {
    title: "fields of HTML",
    template: form(
      '<select name="s"><option>first</option></select><textarea name="t">x</textarea><input name="h" type="hidden" value="5">',
    ),
    answers: { s: "first", t: "x", h: "5" },
  },
  {
    title: "a form of HTML",
    template: '<form><input name="i" value="5" aria-label="i"><button>Go</button></form>',
    reads: "Go",
  },
  {
    title: "a loop over objects",
    template: form(
      "<ul>{% for item in task.input.items %}<li>{{ forloop.index }} {{ item.name }} {{ item.price | round: 2 }}</li>{% endfor %}</ul><crowd-input name='i'></crowd-input>",
    ),
    reads: /1 one 1\.5[\s\S]*2 two 20/,
  },
  {
    title: "a loop over nothing",
    template: form(
      "{% for item in task.input.empty %}x{% else %}Nothing to show{% endfor %}<crowd-input name='i'></crowd-input>",
    ),
    reads: "Nothing to show",
  },
  {
    title: "a condition",
    template: form(
      "{% if task.input.count > 2 and task.input.none == nil %}many{% elsif task.input.count %}few{% else %}none{% endif %}{% unless task.input.items %}never{% endunless %}<crowd-input name='i'></crowd-input>",
    ),
    reads: /^(?![\s\S]*never)[\s\S]*many/,
  },
  {
    title: "cases",
    template: form(
      "{% case task.input.count %}{% when 1, 2 %}low{% when 3 %}three{% else %}high{% endcase %}<crowd-input name='i'></crowd-input>",
    ),
    reads: "three",
  },
  {
    title: "filters of Liquid",
    template: form(
      "{{ task.input.items | map: 'name' | join: '+' | upcase }} {{ task.input.text | truncate: 8 }} {{ task.input.items.size }} {{ task.input.missing | default: 'nothing' }}<crowd-input name='i'></crowd-input>",
    ),
    reads: /ONE\+TWO Mary/,
  },
  {
    title: "keys with spaces, and raw text",
    template: form(
      `{{ task.input.nested["key with space"].deep }} {% raw %}{{ as it stands }}{% endraw %}{% comment %} {{ never }} {% endcomment %}<crowd-input name='i'></crowd-input>`,
    ),
    reads: "found {{ as it stands }}",
  },
  {
    title: "what is escaped, and how often",
    template: form(
      "<p>{{ task.input.html }}</p><p>{{ task.input.html | skip_autoescape }}</p><p>{{ task.input.already | escape_once }}</p><crowd-input name='i'></crowd-input>",
    ),
    reads: /<em>kept<\/em>\s+kept\s+Tom & Ann/,
  },
  {
    title: "JSON for a script, without its escapes",
    template: form(
      `<p id="out"></p><crowd-input name="i"></crowd-input><script>document.getElementById("out").textContent = {{ task.input.labels | to_json | skip_autoescape }}.join("/");</script>`,
    ),
    reads: "Cat/Dog's/<b>",
  },
  {
    title: "a script that waits for the elements",
    template: form(
      `<crowd-keypoint name="k" src="${image}" header="h" labels="['placeholder']"></crowd-keypoint><script>document.addEventListener("all-crowd-elements-ready", () => { document.querySelector("crowd-keypoint").labels = ["nose", "ear"]; });</script>`,
    ),
    reads: /nose[\s\S]*ear/,
  },
  {
    title: "a script that keeps the form back",
    template: form(
      `<crowd-input name="i" value="x"></crowd-input><p id="said"></p><script>document.addEventListener("all-crowd-elements-ready", () => { document.querySelector("crowd-form").onsubmit = (event) => { event.preventDefault(); document.getElementById("said").textContent = "not yet"; }; });</script>`,
    ),
    reads: "x",
  },
  {
    title: "a style of one's own",
    template: `<style>h1 { color: rgb(1, 2, 3) }</style>${form("<h1>Styled</h1><crowd-input name='i'></crowd-input>")}`,
    reads: "Styled",
  },
  {
    title: "an element that has no stand-in",
    template: form(
      "<crowd-text-ranking name='r' responses='{{ task.input.labels | to_json }}'></crowd-text-ranking>",
    ),
    reads: "There is no stand-in for <crowd-text-ranking>",
  },
  {
    title: "scripts of other hosts",
    template: `<script src="https://cdn.example/d3.js"></script><link rel="stylesheet" href="//cdn.example/x.css">${form("<iframe src='https://site.example/'></iframe><crowd-input name='i'></crowd-input>")}`,
    reads: "https://site.example/",
    told: /Not loaded: .*cdn\.example\/d3\.js/,
  },
  {
    title: "categories that cannot be read",
    template: form(
      `<crowd-classifier name="c" header="h" categories="['good'"><classification-target>x</classification-target></crowd-classifier>`,
    ),
    told: /<crowd-classifier> categories: not readable at character 8/,
  },
  {
    title: "a filter that nobody has",
    template: form("{{ task.input.text | shout }}<crowd-input name='i'></crowd-input>"),
    refused: /undefined filter: shout/,
  },
  {
    title: "a loop that is never closed",
    template: form("{% for item in task.input.items %}x<crowd-input name='i'></crowd-input>"),
    refused: /tag {% for item in task\.input\.items %} not closed/,
  },
  {
    title: "a tag that Liquid has not",
    template: form("{% repeat 3 %}x{% endrepeat %}<crowd-input name='i'></crowd-input>"),
    refused: /tag "repeat" not found/,
  },
  {
    title: "another file",
    template: form("{% render 'part' %}<crowd-input name='i'></crowd-input>"),
    refused: /ENOENT|Failed to lookup/,
  },
  {
    title: "a loop without an end",
    template: form("{% for i in (1..100000000) %}x{% endfor %}<crowd-input name='i'></crowd-input>"),
    refused: /memory alloc limit exceeded|render limit/,
  },
  {
    title: "a name that the object has not",
    template: form("{{ task.input.txet }}<crowd-input name='i'></crowd-input>"),
    told: /task\.input has no "txet"/,
  },
];
