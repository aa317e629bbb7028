/*
 * A brace of JSON never stands beside one of Liquid: `{{%` would be read as an output.
 *
 * Labels of an earlier job as attributes of a crowd element. The forms are those that AWS's pages of the crowd elements show
 * for labels out of a manifest: `task.input.manifestLine` is the whole line.
 */

/** Boxes of a bounding box job, as a list. */
function boxes(attribute: string): string {
  const label = line(attribute);
  const classes = `${line(`${attribute}-metadata`)}["class-map"]`;
  return [
    `[{% for box in ${label}.annotations %}`,
    `{% capture id %}{{ box.class_id }}{% endcapture %}{% assign label = ${classes}[id] %}`,
    `{"label": {{ label | to_json | escape }}, "left": {{ box.left }}, "top": {{ box.top }}, "width": {{ box.width }}, "height": {{ box.height }} }`,
    `{% unless forloop.last %},{% endunless %}{% endfor %}]`,
  ].join("");
}

/** Colours of a segmentation job by their labels, as the members of an object. */
function colours(attribute: string): string {
  return [
    `{% assign comma = "" %}{% for entry in ${colourMap(attribute)} %}`,
    `{% unless entry[1]["class-name"] == "BACKGROUND" %}`,
    `{{ comma }}{{ entry[1]["class-name"] | to_json | escape }}: {"color": {{ entry[1]["hex-color"] | to_json | escape }} }`,
    `{% assign comma = "," %}{% endunless %}{% endfor %}`,
  ].join("");
}

function labelsOf(entries: string, name: string, skipBackground: boolean): string {
  const [begin, end] = skipBackground
    ? [`{% unless ${name} == "BACKGROUND" %}`, `{% assign comma = "," %}{% endunless %}`]
    : ["", `{% assign comma = "," %}`];
  return `{% assign comma = "" %}{% for entry in ${entries} %}${begin}{{ comma }}{{ ${name} | to_json | escape }}${end}{% endfor %}`;
}

/** What a worker starts from: attribute `initial-value`. */
export function initialValue(kind: "boxes" | "mask", attribute: string): string {
  return kind === "boxes"
    ? boxes(attribute)
    : `{"src": "${picture(attribute)}", "labelMappings": { ${colours(attribute)} } }`;
}

/** What a worker looks at: attribute `overlay`. */
export function overlay(kind: "boxes" | "mask", attribute: string): string {
  if (kind === "boxes") {
    const labels = labelsOf(`${line(`${attribute}-metadata`)}["class-map"]`, "entry[1]", false);
    return `{"boundingBox": {"labels": [${labels}], "value": ${boxes(attribute)} } }`;
  }
  const labels = labelsOf(colourMap(attribute), 'entry[1]["class-name"]', true);
  return `{"semanticSegmentation": {"labels": [${labels}], "labelMappings": { ${colours(attribute)} }, "src": "${picture(attribute)}" } }`;
}

const line = (attribute: string) => `task.input.manifestLine["${attribute}"]`;
const colourMap = (attribute: string) => `${line(`${attribute}-metadata`)}["internal-color-map"]`;
const picture = (attribute: string) => `{{ ${line(attribute)} | grant_read_access }}`;
