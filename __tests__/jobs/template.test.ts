import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { lintTemplate } from "../../lib/jobs/template/lint-template";
import { propertyRuns } from "../property-runs";

const told = (content: string) =>
  lintTemplate(content).map(({ line, column, message }) => `${line}:${column} ${message}`);

const script = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>\n';
const form = (inside: string) => `${script}<crowd-form>\n${inside}\n</crowd-form>\n`;
const object = "{{ task.input.taskObject | grant_read_access }}";
const box = (attributes: string) =>
  `<crowd-bounding-box name="boxes" header="Draw" labels="{{ task.input.labels | to_json | escape }}" ${attributes}></crowd-bounding-box>`;
const text = "<p>{{ task.input.text }}</p>";
const input = '<crowd-input name="answer"></crowd-input>';

describe("a template is left in peace", () => {
  it.each<[string, string]>([
    ["boxes on an image", form(box(`src="${object}"`))],
    ["with single quotes around attributes", form(box(`src='${object}'`))],
    ["without spaces in the braces", form(box('src="{{task.input.taskObject|grant_read_access}}"'))],
    [
      "with braces that take white space",
      form(box('src="{{- task.input.taskObject | grant_read_access -}}"')),
    ],
    [
      "with data out of the manifest's own key",
      form(box(`src="{{ task.input['source-ref'] | grant_read_access }}"`)),
    ],
    ["with data out of the whole task", form(box(`src="{{ task['input'].image | grant_read_access }}"`))],
    [
      "an image that is classified",
      form(
        `<crowd-image-classifier name="c" categories="['a', 'b']" src="${object}" header="h"><full-instructions header="f"><ol><li>one<li>two</ol></full-instructions><short-instructions>s</short-instructions></crowd-image-classifier>`,
      ),
    ],
    [
      "an option in braces of its own",
      form(
        `<crowd-image-classifier-multi-select name="c" categories="['a']" exclusion-category="{ text: 'None' }" src="${object}" header="h"></crowd-image-classifier-multi-select>`,
      ),
    ],
    [
      "text that is classified",
      form(
        `<crowd-classifier name="c" categories="{{ task.input.labels | to_json | escape }}" header="h"><classification-target>{{ task.input.text }}</classification-target></crowd-classifier>`,
      ),
    ],
    [
      "a page of the web behind a link",
      form(`<a href="{{ task.input.taskObject }}" target="_blank">{{ task.input.taskObject }}</a>${input}`),
    ],
    ["a film in a frame", form(`<iframe src="{{ task.input.film }}" allow="autoplay"></iframe>${input}`)],
    [
      "an address that begins with a host",
      form(`<img src="https://tiles.example/{{ task.input.tile }}.png">${input}`),
    ],
    [
      "an address that a filter begins",
      form(`<img src="{{ task.input.tile | prepend: 'https://tiles.example/' }}">${input}`),
    ],
    [
      "an image inside of the address",
      form(`<img src="data:image/png;base64,{{ task.input.png }}">${input}`),
    ],
    ["sound", form(`<audio controls><source src="${object}" type="audio/mpeg"></audio>${input}`)],
    [
      "a film with a picture",
      form(
        `<video controls poster="{{ task.input.still | grant_read_access }}" src="${object}"></video>${input}`,
      ),
    ],
    [
      "spans of a text, without a form",
      `${script}<crowd-entity-annotation name="spans" labels="{{ task.input.labels | to_json | escape }}" text="{{ task.input.text }}" header="h"></crowd-entity-annotation>`,
    ],
    [
      "key points",
      form(`<crowd-keypoint name="k" src="${object}" labels="['eye']" header="h"></crowd-keypoint>`),
    ],
    [
      "polygons with labels as they come",
      form(
        `<crowd-polygon name="k" src="${object}" labels='{{ task.input.labels | to_json }}' header="h"></crowd-polygon>`,
      ),
    ],
    ["lines", form(`<crowd-line name="k" src="${object}" labels='["a"]' header="h"></crowd-line>`)],
    [
      "segments with values from before",
      form(
        `<crowd-semantic-segmentation name="s" src="${object}" labels="['a']" header="h" initial-value="{ src: '{{ task.input.mask | grant_read_access }}' }"></crowd-semantic-segmentation>`,
      ),
    ],
    [
      "a loop",
      form(
        `{% for pair in task.input.pairs %}<p>{{ pair.left }}</p><crowd-input name="p{{ forloop.index }}"></crowd-input>{% endfor %}`,
      ),
    ],
    [
      "a loop over images",
      form(
        `{% for image in task.input.images %}<img src="{{ image | grant_read_access }}">{% endfor %}${input}`,
      ),
    ],
    [
      "a loop in a table",
      form(
        `<table><tr><th>a</tr>{% for row in task.input.rows %}<tr><td>{{ row }}{% endfor %}</table>${input}`,
      ),
    ],
    [
      "a loop with else, limit and a break",
      form(
        `{% for a in task.input.rows limit: 3 reversed %}{% if a.last %}{% break %}{% endif %}{{ a }}{% else %}none{% endfor %}${input}`,
      ),
    ],
    [
      "an element that both branches open",
      form(`{% if task.input.wide %}<div class="wide">{% else %}<div>{% endif %}${text}</div>${input}`),
    ],
    [
      "an element that is there sometimes",
      form(
        `{% if task.input.box %}<section>{% endif %}${text}{% if task.input.box %}</section>{% endif %}${input}`,
      ),
    ],
    [
      "cases",
      form(
        `{% case task.input.kind %}{% when 'a', 'b' %}<ul><li>a</ul>{% when 'c' %}<ol><li>c</ol>{% else %}<p>other{% endcase %}${input}`,
      ),
    ],
    [
      "an attribute that is there sometimes",
      form(
        `<select name="s"><option {% if task.input.yes %}selected{% endif %}>yes<option {{ task.input.a }} {{ task.input.b }}>no</select>`,
      ),
    ],
    [
      "unless, and comparisons",
      form(`{% unless task.input.n == 1 or task.input.n contains 'x' %}<b>many</b>{% endunless %}${input}`),
    ],
    [
      "a variable with the image in it",
      form(`{% assign image = task.input.image | grant_read_access %}<img src="{{ image }}">${input}`),
    ],
    [
      "a variable for text",
      form(
        `{% assign words = task.input.text | split: " " %}{{ words | size }}{% capture t %}<i>{{ words.first }}</i>{% endcapture %}{{ t | skip_autoescape }}${input}`,
      ),
    ],
    [
      "filters with arguments",
      form(`{{ task.input.text | truncate: 20, "…" | replace: "}}", ")" | default: 'none' }}${input}`),
    ],
    ["HTML out of the data", form(`{{ task.input.html | skip_autoescape }}${input}`)],
    ["what is escaped once", form(`{{ task.input.html | escape_once }}${input}`)],
    ...[
      "{% raw %}{{ not.liquid | foo }}{% endraw %}",
      "{% raw %}{ task.input.x } { a | escape } }} %} { % {{{ {% if {% endraw %}",
      "{%- raw -%}{{ a | foo }}{%- endraw -%}",
      "<p title='{% raw %}{{ open{% endraw %}'></p>",
      "{% raw %}{% comment %}{% endraw %}{{ task.input.x }}{% raw %}{% endcomment %}{% endraw %}",
    ].map((raw): [string, string] => [`raw Liquid: ${raw}`, form(`${raw}${text}${input}`)]),
    ["a comment with a fault in it", form(`{% comment %} {{ lost {% endcomment %}${text}${input}`)],
    ["a comment of HTML with tags in it", form(`<!-- <div> </span> -->${text}${input}`)],
    [
      "a script with objects and templates",
      form(
        `${text}${input}<script>const a = { task: { input: 1 } }; if (a) { document.title = \`\${a.task.input}\`; }</script>`,
      ),
    ],
    ["a style sheet", `<style>.a{margin:0;}@media print{.a{color:red}}</style>${form(text + input)}`],
    [
      "a script that reads the task",
      form(`${input}<script>const task = JSON.parse("{{ task.input | to_json }}");</script>`),
    ],
    [
      "a script that makes the form's fields",
      form(
        `<div id="x">{{ task.input.n }}</div><script>document.getElementById("x").innerHTML = "<input name=a>";</script>`,
      ),
    ],
    [
      "a script that brings the whole page",
      `<div id="root" data-text="{{ task.input.text }}"></div><script src="https://ui.example/app.js"></script>`,
    ],
    [
      "a form of HTML with a button",
      `<form><p>{{ task.input.text }}</p><textarea name="t"></textarea><button>Send</button></form>`,
    ],
    [
      "a form of HTML that a script submits",
      `<form id="f"><input name="t" value="{{ task.input.text }}"></form><script>document.forms[0].requestSubmit();</script>`,
    ],
    ["a form within the form", form(`<form action=""><input type="radio" name="r">${text}</form>`)],
    [
      "a drawing",
      form(`<svg viewBox="0 0 1 1"><path d="M0 0"/><text>{{ task.input.n }}</text></svg>${input}`),
    ],
    [
      "a drawing in an address",
      `<link rel="icon" href="data:image/svg+xml,<svg><text></text></svg>">${form(text + input)}`,
    ],
    [
      "a whole document",
      `<!doctype html><html><head><title>t</title>${script}</head><body><crowd-form>${text}<br/>${input}</crowd-form></body></html>`,
    ],
    ["words with braces and bars", form(`<p>Write {a} or { b }, a | b, 50 % or {x|y}.</p>${text}${input}`)],
    [
      "thousands of elements side by side",
      form(
        `${"<br><img src='data:,'><input>".repeat(1_500)}<svg>${'<path d="M0 0"/>'.repeat(2_500)}</svg>${text}${input}`,
      ),
    ],
    [
      "an object of a script around an output",
      form(`${input}<script>const a = {b: {{ task.input.b | to_json | skip_autoescape }}};</script>`),
    ],
    [
      "an object of an attribute around an output",
      form(`<b onclick="f({a: {{ task.input.a }}})" style='{{ task.input.s }}'>b</b>${input}`),
    ],
    ["a bar in a text of a condition", form(`{% if task.input.a contains "|" %}${text}{% endif %}${input}`)],
    [
      "one name in two branches",
      form(`{% if task.input.a %}${box(`src="${object}"`)}{% else %}${box(`src="${object}"`)}{% endif %}`),
    ],
    ["buttons of one name", form(`${text}<input type="radio" name="r"><input type="radio" name="r">`)],
    [
      "a field outside of the form that a script reads",
      `${form(text + input)}<input name="n"><script>document.forms[0].onsubmit = copy;</script>`,
    ],
    ["bold text across paragraphs", form(`<p><b>one<p>two</b>${text}${input}`)],
    [
      "instructions in tabs",
      form(
        `<crowd-instructions link-text="i" link-type="button"><short-summary>s</short-summary><detailed-instructions>d</detailed-instructions></crowd-instructions>${text}<crowd-text-area name="t" rows="4"></crowd-text-area><crowd-slider name="s" min="1" max="5"></crowd-slider>`,
      ),
    ],
  ])("%s", (_, content) => {
    expect(told(content)).toStrictEqual([]);
  });

  it("that comes with this project", () => {
    const folder = join(__dirname, "..", "..", "examples", "templates");
    for (const file of readdirSync(folder)) {
      expect(told(readFileSync(join(folder, file), "utf8"))).toStrictEqual([]);
    }
  });
});

describe("a template is warned of, with line and column", () => {
  // Line 3 is the first one inside the form.
  it.each<[string, string, string, string]>([
    [
      "one brace",
      form("<p>{ task.input.text }</p>" + input),
      "3:4",
      "one brace is text, which workers see as it stands: write {{ task.input.text }}",
    ],
    [
      "one brace in an attribute",
      form(box('src="{ task.input.taskObject | grant_read_access }"')),
      "3:105",
      "one brace is text",
    ],
    ["one brace before two", form("<p>{ task.input.text }}</p>" + input), "3:4", "one brace is text"],
    ["one brace around a variable", form(`${text}{ label | escape }${input}`), "3:29", "one brace is text"],
    [
      "one brace in a script",
      form(`${text}${input}<script>const a = "{ task.input.a | to_json }";</script>`),
      "3:89",
      "one brace is text",
    ],
    [
      "one brace at the end",
      form("<p>{{ task.input.text }</p>" + input),
      "3:4",
      'this output is never closed: "}}" is missing',
    ],
    [
      "one brace at the end, and another output",
      form("<p>{{ task.input.text }</p>{{ task.input.b }}" + input),
      "3:4",
      'this output is not closed before the next one begins: "}}" is missing',
    ],
    [
      "braces that only end",
      form(`${text}<p>task.input.b }}</p>${input}`),
      "3:45",
      '"}}" closes nothing: "{{" is missing',
    ],
    ["three braces", form(`<p>{{{ task.input.text }}}</p>${input}`), "3:4", 'three braces "{{{"'],
    ["braces twice", form(`<p>{{ {{ task.input.text }} }}</p>${input}`), "3:4", "three braces"],
    [
      "an output that is half a tag",
      form(`{{% if task.input.a %}}x{{% endif %}}${input}`),
      "3:1",
      '"{{%" is neither an output',
    ],
    [
      "a tag that only ends",
      form(`${text} if x %}a${input}`),
      "3:35",
      '"%}" closes nothing: "{%" is missing',
    ],
    ["a tag with a gap", form(`${text}{ % if x % }a${input}`), "3:29", '"{ %" is no tag: write "{%"'],
    [
      "a tag that does not end",
      form(`${text}{% if task.input.a <b>a</b>${input}`),
      "3:29",
      'this tag is never closed: "%}" is missing',
    ],
    [
      "a tag that ends with the next",
      form(`${text}{% if task.input.a }a{% endif %}${input}`),
      "3:29",
      'this tag is not closed before the next one begins: "%}" is missing',
    ],
    [
      "a quote that does not end",
      form(`<p>{{ task.input.text | default: 'none }}</p>${input}`),
      "3:4",
      "this output is never closed",
    ],
    ["an empty output", form(`${text}{{ }}${input}`), "3:32", "Liquid cannot read this"],
    [
      "one sign of equality",
      form(`${text}{% if task.input.a = 1 %}a{% endif %}${input}`),
      "3:49",
      "Liquid cannot read this",
    ],
    [
      "a loop without an end",
      form(`{% for a in task.input.items %}${input}`),
      "3:1",
      "{% for %} is never closed: {% endfor %} is missing",
    ],
    [
      "a condition without an end",
      form(`${text}\n  {% if task.input.a %}a${input}`),
      "4:3",
      "{% if %} is never closed: {% endif %} is missing",
    ],
    [
      "an end without a loop",
      form(`${text}${input}{% endfor %}`),
      "3:70",
      "{% endfor %} closes nothing: there is no open {% for %}",
    ],
    [
      "ends in the wrong order",
      form(`{% for a in task.input.b %}{% if a %}{% endfor %}${input}`),
      "3:28",
      "{% if %} is never closed",
    ],
    [
      "else outside of a condition",
      form(`${text}{% else %}${input}`),
      "3:29",
      "{% else %} stands in no if, unless, case, for",
    ],
    [
      "when outside of a case",
      form(`${text}{% if task.input.a %}{% when 1 %}{% endif %}${input}`),
      "3:50",
      "{% when %} stands in no case",
    ],
    [
      "a tag that is none",
      form(`${text}{% foreach a in b %}${input}`),
      "3:29",
      'Liquid has no tag "foreach"',
    ],
    ["a tag of another language", form(`${text}{% set a = 1 %}${input}`), "3:29", 'Liquid has no tag "set"'],
    [
      "a tag that needs another file",
      form(`${text}{% render 'head' %}${input}`),
      "3:29",
      "{% render %} needs another file",
    ],
    [
      "a filter with a slip",
      form(box('src="{{ task.input.taskObject | grant_read_acess }}"')),
      "3:132",
      'the filter "grant_read_acess"; did you mean grant_read_access?',
    ],
    [
      "a filter of another language",
      form(`<p>{{ task.input.a | tojson }}</p>${input}`),
      "3:22",
      'the filter "tojson"; did you mean to_json?',
    ],
    [
      "a filter of liquidjs",
      form(`<p>{{ task.input.a | json }}</p>${input}`),
      "3:22",
      "did you mean to_json?",
    ],
    [
      "a filter after another",
      form(`<p>{{ task.input.a | escape | shout }}</p>${input}`),
      "3:31",
      'the filter "shout"; AWS',
    ],
    [
      "a filter in a variable",
      form(`{% assign a = task.input.a | upcaze %}{{ a }}${input}`),
      "3:30",
      "did you mean upcase?",
    ],
    [
      "an image without access",
      form(box('src="{{ task.input.taskObject }}"')),
      "3:105",
      "src of <crowd-bounding-box> loads a file",
    ],
    [
      "an escaped image without access",
      form(box('src="{{ task.input.taskObject | escape }}"')),
      "3:105",
      "write {{ task.input.taskObject | escape | grant_read_access }}",
    ],
    [
      "sound without access",
      form(`<audio src="{{ task.input['source-ref'] }}"></audio>${input}`),
      "3:13",
      "src of <audio> loads a file",
    ],
    [
      "a source without quotes",
      form(`<video><source src={{task.input.film}}></video>${input}`),
      "3:20",
      "src of <source>",
    ],
    [
      "a picture of a film",
      form(`<video poster="{{ task.input.still }}"></video>${input}`),
      "3:16",
      "poster of <video>",
    ],
    [
      "an image of a loop",
      form(`{% for i in task.input.images %}<img src="{{ i }}">{% endfor %}${input}`),
      "3:43",
      "src of <img>",
    ],
    [
      "an image in a variable",
      form(`{% assign i = task.input.image %}<img src="{{ i }}">${input}`),
      "3:44",
      "src of <img>",
    ],
    [
      "an image of a style",
      form(`<div style="background: url('{{ task.input.image }}')"></div>${input}`),
      "3:30",
      "url(…) loads a file",
    ],
    [
      "an image of a script",
      form(`${input}<script>photo.src = "{{ task.input.image }}";</script>`),
      "3:63",
      "src or fetch in a script loads a file",
    ],
    [
      "a form that is never closed",
      `${script}<crowd-form>${text}${input}`,
      "2:1",
      "<crowd-form> is never closed: </crowd-form> is missing",
    ],
    [
      "an element that is never closed",
      form(`<div>${text}${input}`),
      "3:1",
      "<div> is never closed: </div> is missing",
    ],
    [
      "an annotation that is never closed",
      form(`${text}<crowd-classifier name="c" categories="[]" header="h">`),
      "3:29",
      "<crowd-classifier> is never closed",
    ],
    [
      "an end that closes nothing",
      form(`${text}</div>${input}`),
      "3:29",
      "</div> closes nothing: there is no open <div>",
    ],
    [
      "an element that closes itself",
      form(`${text}<crowd-input name="a" />`),
      "3:29",
      '<crowd-input … /> is not closed: HTML knows no "/>" here',
    ],
    [
      "an element of a branch",
      form(`{% if task.input.a %}<div>{% endif %}${input}`),
      "3:22",
      "<div> is never closed",
    ],
    [
      "a comment that is never closed",
      form(`${text}${input}<!-- see`),
      "3:70",
      "the comment is never closed",
    ],
    [
      "a quote that is lost",
      form(`<p class=a" id="b">{{ task.input.a }}</p><p title="x"y"">z</p>${input}`),
      "3:55",
      "a quote or a bracket stands where an attribute begins",
    ],
    [
      "an end that browsers pass over",
      form(`<full-instructions header="f"><p>one<p>two</full-instructions>${text}${input}`),
      "3:1",
      "browsers pass over </full-instructions>",
    ],
    [
      "an attribute twice",
      form(`<crowd-input name="a" name="b" value="{{ task.input.a }}"></crowd-input>`),
      "3:27",
      "twice",
    ],
    ["no form", `${script}${text}${input}`, "1:1", "has neither <crowd-form> nor <form>"],
    [
      "no script for the elements",
      `<crowd-form>${text}${input}</crowd-form>`,
      "1:1",
      "does not load https://assets.crowd.aws/crowd-html-elements.js",
    ],
    [
      "nothing to submit with",
      `<form>${text}<input name="a"></form>`,
      "1:1",
      "<form> has nothing to submit it with",
    ],
    [
      "no name on the annotation",
      form(`<crowd-polygon src="${object}" labels="['a']" header="h"></crowd-polygon>`),
      "3:1",
      "<crowd-polygon> has no name",
    ],
    [
      "an annotation outside of the form",
      `${form(text + input)}<crowd-classifier name="c" categories="[]" header="h"></crowd-classifier>`,
      "5:1",
      "<crowd-classifier> stands outside of the form",
    ],
    [
      "no input with a name",
      form(`${text}<crowd-input label="Price"></crowd-input>`),
      "2:1",
      "<crowd-form> has no input with a name",
    ],
    ["a brace too many", form(`<p>{{ task.input.text }}}</p>${input}`), "3:25", 'this "}" is text'],
    [
      "a filter in a loop",
      form(`{% for a in task.input.a | split: "," %}{{ a }}{% endfor %}${input}`),
      "3:26",
      "Liquid's documentation has no filters in {% for %}",
    ],
    [
      "a filter in a condition",
      form(`{% if task.input.a | foo %}${text}{% endif %}${input}`),
      "3:20",
      "{% assign value = … | … %} before it",
    ],
    [
      "quotes of a word processor around a name",
      form(`${text}<crowd-input name=“answer” label="a"></crowd-input>`),
      "3:42",
      "curly quotes are part of the value",
    ],
    [
      "quotes of a word processor around an address",
      form(`<img src=“${object}”>${input}`),
      "3:6",
      "curly quotes",
    ],
    [
      "an address of S3",
      form(`<img src="s3://b/a.png">${text}${input}`),
      "3:6",
      "browsers cannot load s3://",
    ],
    [
      "an address of S3 around data",
      form(`<crowd-card image="s3://b/{{ task.input.key }}"></crowd-card>${input}`),
      "3:13",
      '{{ "s3://bucket/key" | grant_read_access }}',
    ],
    [
      "a card without access",
      form(`<crowd-card image="{{ task.input.a }}"></crowd-card>${input}`),
      "3:20",
      "image of <crowd-card>",
    ],
    [
      "data that a script fetches",
      form(`${input}<script>fetch("{{ task.input.url }}")</script>`),
      "3:57",
      "in a script loads a file",
    ],
    [
      "data that a script sets",
      form(`${input}<script>v.setAttribute('src', '{{ task.input.url }}')</script>`),
      "3:73",
      "in a script loads a file",
    ],
    [
      "one name on two annotations",
      form(`${box(`src="${object}"`)}\n${box(`src="${object}"`)}`),
      "4:1",
      'another element above has the name "boxes" too',
    ],
    [
      "a field outside of the form",
      `${form(text + input)}<crowd-input name="price"></crowd-input>`,
      "5:1",
      "<crowd-input> stands outside of the form",
    ],
    ["a form in the form", form(`<crowd-form>${text}${input}</crowd-form>`), "3:1", "a second <crowd-form>"],
    ["two forms", form(text + input) + form(input), "6:1", "a second <crowd-form>"],
    ["a slip in task.input", form(`${text}{{ task.imput.a }}${input}`), "3:32", "did you mean task.input?"],
    ["no data", form(input), "1:1", "never uses task.input"],
  ])("%s", (_, content, place, message) => {
    const findings = told(content);
    expect(findings[0]).toContain(`${place} `);
    expect(findings.filter((finding) => finding.startsWith(`${place} `)).join()).toContain(message);
  });

  it("all of it, from top to bottom", () => {
    expect(
      told(`<crowd-form>\n<img src="{{ task.input.a }}">\n{{ task.input.b | uppcase }}\n<i>\n</crowd-form>`),
    ).toStrictEqual([
      expect.stringMatching(/^1:1 uses crowd elements and does not load/),
      expect.stringMatching(/^1:1 <crowd-form> has no input with a name/),
      expect.stringMatching(/^2:11 src of <img>/),
      expect.stringMatching(/^3:19 .*did you mean upcase\?$/),
      expect.stringMatching(/^4:1 <i> is never closed/),
    ]);
  });
});

describe("whatever a template holds", () => {
  const piece = fc.constantFrom(
    ..."{{ }} {% %} { } if endif for x in else endfor task.input | grant_read_access foo ' \" < > / div crowd-form <b> </b> <!-- --> <script> </script> = \n \u0000 \ud800 raw endraw comment".split(
      " ",
    ),
  );
  it("it is looked at without a crash, the same each time, and every place lies in it", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom("", " "), (pieces, between) => {
        const content = pieces.join(between);
        const findings = lintTemplate(content);
        expect(lintTemplate(content)).toStrictEqual(findings);
        const lines = content.split("\n");
        for (const { line, column } of findings) {
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
        }
      }),
      propertyRuns(),
    );
  });

  it("what tears it is told once", () => {
    expect(told(form(`<p>{{ task.input.text }</p>{{ task.input.a }}${input}`))).toHaveLength(1);
    expect(told(form(`{% raw %} x ${text}${input}`))).toHaveLength(1);
  });

  it("is seen even if nothing in it ends", () => {
    const started = process.cpuUsage();
    for (const begin of ["{% comment %}", "{% raw %}{"]) told(begin.repeat(20_000));
    expect(process.cpuUsage(started).user).toBeLessThan(2_500_000);
  });

  it("nothing is nested so deep that it takes long", () => {
    expect(told("<div>".repeat(25_000)).join()).toContain("nested deeper than 2000");
    expect(told("<b>".repeat(1_000)).length).toBeGreaterThan(1_000);
    expect(told("{% if a %}".repeat(10_000)).length).toBeGreaterThan(10_000);
  });
});
