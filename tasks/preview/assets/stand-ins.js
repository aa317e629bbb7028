/*
 * Stand-ins for AWS's crowd elements: enough of each to see a template, to try it and to see what answer it gives. They look and
 * behave in their own way. Without a network, without dependencies.
 */
"use strict";
(() => {
  const make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element && name !== "list") element[name] = value;
      else if (value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const drawing = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  let ids = 0;
  const newId = () => `gt-${(ids += 1)}`;
  const colours = [
    "#0b57b7",
    "#b0361e",
    "#1a6332",
    "#7a2a9a",
    "#8a5a00",
    "#00697a",
    "#a01560",
    "#4b5320",
    "#5d3a1a",
    "#3a3f99",
  ];

  /** JSON as templates write it: single quotes, bare keys, commas at the end. */
  function lenient(text) {
    let at = 0;
    const fail = () => {
      throw new Error(`not readable at character ${at + 1}`);
    };
    const space = () => {
      while (/\s/.test(text[at] ?? "x")) at += 1;
    };
    const string = () => {
      const quote = text[at];
      let value = "";
      for (at += 1; text[at] !== quote; at += 1) {
        if (at >= text.length) fail();
        if (text[at] !== "\\") {
          value += text[at];
          continue;
        }
        at += 1;
        const escapes = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };
        if (text[at] === "u") {
          value += String.fromCharCode(parseInt(text.slice(at + 1, at + 5), 16));
          at += 4;
        } else value += escapes[text[at]] ?? text[at];
      }
      at += 1;
      return value;
    };
    const word = () => {
      const [found] = /^[^\s,:\]}]+/.exec(text.slice(at)) ?? fail();
      at += found.length;
      const known = { true: true, false: false, null: null };
      if (Object.hasOwn(known, found)) return known[found];
      return Number.isNaN(Number(found)) ? found : Number(found);
    };
    const members = (end, read) => {
      for (at += 1, space(); text[at] !== end; space()) {
        read();
        space();
        if (text[at] === ",") at += 1;
        else if (text[at] !== end) fail();
      }
      at += 1;
    };
    const value = () => {
      space();
      if (text[at] === "[") {
        const list = [];
        members("]", () => list.push(value()));
        return list;
      }
      if (text[at] === "{") {
        const object = {};
        members("}", () => {
          space();
          const key = /["']/.test(text[at]) ? string() : String(word());
          space();
          if (text[at] !== ":") fail();
          at += 1;
          object[key] = value();
        });
        return object;
      }
      return /["']/.test(text[at] ?? "") ? string() : word();
    };
    const read = value();
    space();
    if (at < text.length) fail();
    return read;
  }

  /** An attribute that holds JSON; told where it stands if it cannot be read. */
  function jsonOf(element, name, otherwise) {
    const text = element.getAttribute(name);
    if (text === null || text.trim() === "") return otherwise;
    try {
      return lenient(text);
    } catch (error) {
      tell(`<${element.localName}> ${name}: ${error.message}`);
      element.prepend(
        make("p", { className: "gt-fault" }, `${name} is ${error.message}: ${text.slice(0, 200)}`),
      );
      return otherwise;
    }
  }
  const labelsOf = (element, name) =>
    [jsonOf(element, name, [])]
      .flat()
      .map((each) =>
        typeof each === "object" && each !== null ? String(each.label ?? each.text ?? "") : String(each),
      );

  const tell = (fault) => parent.postMessage({ groundTruthPreview: true, fault }, "*");

  class Element extends HTMLElement {
    connectedCallback() {
      if (this.made) return;
      this.made = true;
      this.build();
    }
    build() {}
    /** What the answer says of this element; undefined if nothing. */
    get answer() {
      return undefined;
    }
    /** Why it cannot be submitted yet. */
    get missing() {
      return undefined;
    }
    text(name, otherwise = "") {
      return this.getAttribute(name) ?? otherwise;
    }
  }

  /** Instructions and title around what workers do. */
  function frame(element, ...work) {
    const region = (name) => [...element.children].find((child) => child.localName === name);
    const side = make("div", { className: "gt-side" });
    const short = region("short-instructions");
    const full = region("full-instructions");
    if (short) side.append(short);
    if (full) {
      side.append(
        make("details", {}, make("summary", {}, full.getAttribute("header") ?? "All instructions"), full),
      );
    }
    const main = make("div", { className: "gt-work" }, ...work);
    const header = element.getAttribute("header");
    if (header) main.prepend(make("h2", {}, header));
    element.classList.add("gt-tool");
    element.append(...(side.childNodes.length > 0 ? [side] : []), main);
    return main;
  }

  class Form extends Element {
    build() {
      const buttons = [...this.querySelectorAll("crowd-button, button, input[type=submit]")];
      const submits = buttons.some(
        (each) =>
          each.getAttribute("form-action") === "submit" ||
          each.getAttribute("type") === "submit" ||
          each.localName === "button",
      );
      if (!submits)
        this.append(make("crowd-button", { "form-action": "submit", variant: "primary" }, "Submit"));
      this.addEventListener("click", (event) => {
        const native = event.target.closest("button[type=submit], input[type=submit]");
        if (native && !native.closest("crowd-button")) this.submit(event);
      });
    }
    submit(event) {
      event?.preventDefault();
      const submit = new Event("submit", { cancelable: true });
      this.dispatchEvent(submit);
      this.onsubmit?.(submit);
      if (!submit.defaultPrevented) send(this);
    }
    reset() {
      location.reload();
    }
  }

  /** Sends what the elements of a form, or one by itself, answer. */
  function send(root) {
    const answer = {};
    const faults = [];
    const named = root.matches("[name]") ? [root] : [...root.querySelectorAll("[name]")];
    for (const each of named.filter(({ dataset }) => dataset.standIn === undefined)) {
      const name = each.getAttribute("name");
      if (each instanceof Element) {
        if (each.missing !== undefined) faults.push(`${name}: ${each.missing}`);
        const value = each.answer;
        if (value === undefined) continue;
        const known = answer[name];
        answer[name] = isObject(known) && isObject(value) ? { ...known, ...value } : value;
      } else if (/^(input|select|textarea)$/.test(each.localName)) {
        if (!each.checkValidity()) faults.push(`${name}: ${each.validationMessage}`);
        if (each.type === "radio") answer[name] = { ...answer[name], [each.value]: each.checked };
        else if (each.type === "checkbox") answer[name] = { ...answer[name], [each.value]: each.checked };
        else if (each.value !== "") answer[name] = each.value;
      }
    }
    parent.postMessage({ groundTruthPreview: true, answer: [answer], faults }, "*");
  }
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  class Button extends Element {
    build() {
      const button = make("button", { type: "button", disabled: this.hasAttribute("disabled") });
      button.append(...this.childNodes);
      if (button.textContent.trim() === "") {
        button.append(this.text("label") || this.text("title") || this.text("icon") || "Button");
      }
      this.append(button);
      const action =
        this.getAttribute("form-action") ?? (this.getAttribute("type") === "submit" ? "submit" : "");
      const form = () => this.closest("crowd-form");
      if (action === "submit") button.addEventListener("click", () => form()?.submit());
      if (action === "reset") button.addEventListener("click", () => form()?.reset());
      if (this.hasAttribute("href")) button.title = `opens ${this.text("href")}`;
    }
  }

  class Input extends Element {
    build() {
      const id = newId();
      const isArea = this.localName === "crowd-text-area";
      this.field = make(isArea ? "textarea" : "input", {
        id,
        value: this.text("value"),
        placeholder: this.text("placeholder"),
        required: this.hasAttribute("required"),
        disabled: this.hasAttribute("disabled"),
        "aria-label": this.hasAttribute("label")
          ? undefined
          : this.text("placeholder") || this.text("name", "Text"),
      });
      if (isArea) this.field.rows = Number(this.text("rows", "4"));
      else this.field.type = this.text("type", "text");
      const most = Number(this.text("max-length", ""));
      if (most > 0) this.field.maxLength = most;
      const label = this.text("label");
      this.append(...(label ? [make("label", { htmlFor: id }, label)] : []), this.field);
      const pattern = this.getAttribute("allowed-pattern");
      if (pattern && this.hasAttribute("auto-validate")) {
        this.field.addEventListener("input", () => {
          const fits = new RegExp(`^(?:${pattern})*$`).test(this.field.value);
          this.field.setCustomValidity(fits ? "" : this.text("error-message", "not allowed"));
        });
      }
    }
    get value() {
      return this.field?.value ?? this.text("value");
    }
    set value(value) {
      if (this.field) this.field.value = value;
      else this.setAttribute("value", value);
    }
    get answer() {
      return this.value === "" ? undefined : this.value;
    }
    get missing() {
      return this.field.checkValidity() ? undefined : this.field.validationMessage;
    }
  }

  class Slider extends Element {
    build() {
      this.field = make("input", {
        type: "range",
        "aria-label": this.text("label") || this.text("name", "Slider"),
      });
      for (const name of ["min", "max", "step"])
        if (this.hasAttribute(name)) this.field[name] = this.text(name);
      this.field.value = this.text("value", this.text("min", "0"));
      const shown = make("output", {}, this.field.value);
      this.field.addEventListener("input", () => (shown.textContent = this.field.value));
      this.append(this.field, shown);
    }
    get value() {
      return Number(this.field?.value ?? this.text("value"));
    }
    set value(value) {
      this.field.value = value;
    }
    get answer() {
      return this.value;
    }
  }

  /** A box to tick, or one of a group. */
  class Choice extends Element {
    build() {
      const isRadio = this.localName === "crowd-radio-button";
      const group = this.closest("crowd-radio-group");
      if (isRadio && group) group.groupName ??= newId();
      this.field = make("input", {
        type: isRadio ? "radio" : "checkbox",
        checked: this.hasAttribute("checked"),
        disabled: this.hasAttribute("disabled"),
        required: this.hasAttribute("required"),
      });
      // It is the element around it that has a name in the answer.
      this.field.dataset.standIn = "";
      if (isRadio) this.field.name = group?.groupName ?? `radio ${this.text("name")}`;
      const label = make("label", { className: "gt-choice" }, this.field);
      label.append(...[...this.childNodes].filter((node) => node !== label));
      if (label.textContent.trim() === "")
        label.append(this.text("label") || this.text("value") || this.text("name"));
      this.append(label);
    }
    get checked() {
      return this.field?.checked ?? this.hasAttribute("checked");
    }
    set checked(value) {
      this.field.checked = value;
    }
    get answer() {
      return { [this.text("value", "on")]: this.checked };
    }
    get missing() {
      return this.field.checkValidity() ? undefined : "has to be chosen";
    }
  }

  /** Categories to choose from, for a text, a video or an image. */
  class Classifier extends Element {
    build() {
      this.several = this.localName.endsWith("multi-select");
      const target = [...this.children].find((child) => child.localName === "classification-target");
      const work = [];
      if (this.localName.includes("image")) {
        work.push((this.canvas = new Canvas(this)).element);
        this.showOverlay();
      } else if (target) work.push(target);
      const name = newId();
      const options = labelsOf(this, "categories");
      const none = this.several ? jsonOf(this, "exclusion-category", undefined) : undefined;
      if (none) options.push(String(none.text ?? none));
      const legend = make("legend", {}, this.several ? "All that fit" : "One of these");
      this.choices = options.map((value) =>
        make("input", { type: this.several ? "checkbox" : "radio", value, "data-stand-in": name }),
      );
      for (const each of this.choices) {
        each.addEventListener("change", () => {
          if (!this.several && each.checked) for (const other of this.choices) other.checked = other === each;
        });
      }
      const fields = this.choices.map((input) =>
        make("label", { className: "gt-choice" }, input, input.value),
      );
      work.push(make("fieldset", {}, legend, ...fields));
      if (options.length === 0)
        work.push(
          make("p", { className: "gt-fault" }, "No categories: workers have nothing to choose from."),
        );
      const comment = [...this.children].find((child) => child.localName === "worker-comment");
      if (comment) {
        this.comment = make("textarea", {
          id: newId(),
          rows: 2,
          placeholder: comment.getAttribute("placeholder") ?? "",
        });
        work.push(
          make("label", { htmlFor: this.comment.id }, comment.getAttribute("header") ?? "Comment"),
          this.comment,
        );
        comment.remove();
      }
      frame(this, ...work);
    }
    showOverlay() {
      const overlay = jsonOf(this, "overlay", undefined);
      if (!overlay) return;
      const { boundingBox, semanticSegmentation, instanceSegmentation } = overlay;
      for (const box of boundingBox?.value ?? []) this.canvas.add({ kind: "box", ...box });
      const mask = semanticSegmentation ?? instanceSegmentation;
      if (mask?.src) this.canvas.mask(mask.src);
    }
    get answer() {
      const chosen = this.choices.filter(({ checked }) => checked).map(({ value }) => value);
      const answer = this.several ? { labels: chosen } : { label: chosen[0] };
      const comment = this.comment?.value ?? "";
      return comment === "" ? answer : { ...answer, workerComment: comment };
    }
    get missing() {
      return this.choices.some(({ checked }) => checked) ? undefined : "choose at least one category";
    }
  }

  /** An image with shapes over it. */
  class Canvas {
    constructor(tool) {
      this.shapes = [];
      this.image = make("img", { src: tool.getAttribute("src") ?? "", alt: "The object" });
      this.svg = drawing("svg", { class: "gt-shapes", "aria-hidden": "true" });
      this.element = make("div", { className: "gt-stage" }, this.image, this.svg);
      const fit = () => {
        const { width, height } = this.size;
        this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        this.draw();
      };
      this.image.addEventListener("load", fit);
      this.image.addEventListener("error", () => {
        this.element.prepend(
          make(
            "p",
            { className: "gt-fault" },
            `No image: ${tool.getAttribute("src") || "src is empty"}`.slice(0, 200),
          ),
        );
        fit();
      });
      fit();
    }
    get size() {
      return { width: this.image.naturalWidth || 640, height: this.image.naturalHeight || 480 };
    }
    add(shape) {
      this.shapes.push(shape);
      this.draw();
    }
    mask(src) {
      this.image.after(make("img", { className: "gt-mask", src, alt: "The segmentation" }));
    }
    point({ clientX, clientY }) {
      const { left, top, width, height } = this.svg.getBoundingClientRect();
      const within = (value, most) => Math.round(Math.min(most, Math.max(0, value)));
      return {
        x: within(((clientX - left) / width) * this.size.width, this.size.width),
        y: within(((clientY - top) / height) * this.size.height, this.size.height),
      };
    }
    draw() {
      const unit = Math.max(this.size.width, this.size.height) / 300;
      this.svg.replaceChildren(
        ...this.shapes.flatMap(
          ({ kind, label, left, top, width, height, vertices = [], colour, isFilled }) => {
            const stroke = colour ?? "#0b57b7";
            const common = { fill: "none", stroke, "stroke-width": unit };
            const points = vertices.map(({ x, y }) => `${x},${y}`).join(" ");
            const at = kind === "box" ? { x: left, y: top } : (vertices[0] ?? { x: 0, y: 0 });
            const name = drawing("text", {
              x: at.x,
              y: Math.max(unit * 9, at.y - unit * 2),
              fill: stroke,
              "font-size": unit * 9,
            });
            name.textContent = label;
            const shape =
              kind === "box"
                ? drawing("rect", { ...common, x: left, y: top, width, height })
                : kind === "point"
                  ? drawing("circle", { ...common, cx: at.x, cy: at.y, r: unit * 3, fill: stroke })
                  : drawing(kind === "area" ? "polygon" : "polyline", {
                      ...common,
                      points,
                      fill: isFilled ? `${stroke}99` : "none",
                    });
            return [shape, name];
          },
        ),
      );
    }
  }

  /** What each drawing element draws, and what its answer calls it. */
  const drawn = {
    "crowd-bounding-box": { kind: "box", answer: "boundingBoxes" },
    "crowd-keypoint": { kind: "point", answer: "keypoints" },
    "crowd-line": { kind: "line", answer: "lines", points: 2 },
    "crowd-polyline": { kind: "line", answer: "polylines" },
    "crowd-polygon": { kind: "area", answer: "polygons" },
    "crowd-semantic-segmentation": { kind: "area", isFilled: true, answer: "labeledImage" },
    "crowd-instance-segmentation": { kind: "area", isFilled: true, answer: "labeledImage" },
  };

  class Drawing extends Element {
    build() {
      const { kind } = (this.how = drawn[this.localName]);
      this.canvas = new Canvas(this);
      const name = newId();
      this.tools = make("fieldset", {}, make("legend", {}, "Label"));
      this.name = name;
      this.labels = labelsOf(this, "labels");
      this.list = make("ul", { className: "gt-list" });
      const hint = {
        box: "Drag to draw a box.",
        point: "Click to set a point.",
        line: "Click from point to point, then finish.",
        area: "Click around the area, then finish.",
      }[kind];
      const finish = make("button", { type: "button" }, "Finish shape");
      finish.addEventListener("click", () => this.finish());
      frame(
        this,
        this.tools,
        make("p", { className: "gt-hint" }, hint),
        this.canvas.element,
        ...(["line", "area"].includes(kind) ? [finish] : []),
        this.list,
      );
      this.start();
      if (kind === "box") this.drag();
      else this.canvas.svg.addEventListener("click", (event) => this.click(this.canvas.point(event)));
    }
    get labels() {
      return this.labelNames;
    }
    /** Scripts of templates set it. */
    set labels(names) {
      this.labelNames = names;
      const radios = names.map((value, index) =>
        make(
          "label",
          { className: "gt-choice" },
          make("input", { type: "radio", name: this.name, value, checked: index === 0, "data-stand-in": "" }),
          make("span", { className: "gt-swatch", style: `background:${this.colourOf(value)}` }),
          value,
        ),
      );
      this.tools?.replaceChildren(this.tools.firstChild, ...radios);
      if (names.length === 0)
        this.tools?.append(
          make("p", { className: "gt-fault" }, "No labels: workers have nothing to draw with."),
        );
    }
    colourOf(label) {
      return colours[Math.max(0, this.labelNames.indexOf(label)) % colours.length];
    }
    get chosen() {
      return this.tools.querySelector("input:checked")?.value;
    }
    /** Shapes that the template begins with. */
    start() {
      const given = jsonOf(this, "initial-value", undefined);
      const { kind } = this.how;
      if (Array.isArray(given)) {
        for (const each of given)
          this.add(kind === "box" ? each : { vertices: each.vertices ?? [each], label: each.label });
      } else if (given?.src) this.canvas.mask(given.src);
    }
    add(shape) {
      this.canvas.add({
        colour: this.colourOf(shape.label),
        isFilled: this.how.isFilled,
        ...shape,
        kind: this.how.kind,
      });
      this.show();
    }
    show() {
      this.list.replaceChildren(
        ...this.canvas.shapes.map((shape, index) => {
          const remove = make("button", { type: "button" }, `Delete ${index + 1}`);
          remove.addEventListener("click", () => {
            this.canvas.shapes.splice(index, 1);
            this.canvas.draw();
            this.show();
          });
          return make("li", {}, `${index + 1} ${shape.label ?? ""} `, remove);
        }),
      );
    }
    drag() {
      const { svg } = this.canvas;
      let begun;
      svg.addEventListener("pointerdown", (event) => {
        begun = this.canvas.point(event);
        svg.setPointerCapture(event.pointerId);
      });
      svg.addEventListener("pointerup", (event) => {
        if (!begun) return;
        const end = this.canvas.point(event);
        const box = {
          left: Math.min(begun.x, end.x),
          top: Math.min(begun.y, end.y),
          width: Math.abs(end.x - begun.x),
          height: Math.abs(end.y - begun.y),
          label: this.chosen,
        };
        begun = undefined;
        if (box.width > 1 && box.height > 1) this.add(box);
      });
    }
    click(point) {
      const { kind, points } = this.how;
      if (kind === "point") return this.add({ vertices: [point], label: this.chosen });
      if (!this.open) {
        this.open = { vertices: [], label: this.chosen };
        this.add(this.open);
        this.open = this.canvas.shapes.at(-1);
      }
      this.open.vertices.push(point);
      this.canvas.draw();
      if (this.open.vertices.length === points) this.finish();
    }
    finish() {
      this.open = undefined;
    }
    get answer() {
      const { answer, isFilled, kind } = this.how;
      const inputImageProperties = this.canvas.size;
      const { shapes } = this.canvas;
      if (isFilled) return { ...this.painted(), inputImageProperties };
      const values = shapes.map(({ label, left, top, width, height, vertices }) =>
        kind === "box"
          ? { height, label, left, top, width }
          : kind === "point"
            ? { label, ...vertices[0] }
            : { label, vertices },
      );
      return { [answer]: values, inputImageProperties };
    }
    /** The areas as a picture, as AWS's elements answer. */
    painted() {
      const { width, height } = this.canvas.size;
      const canvas = make("canvas", { width, height });
      const context = canvas.getContext("2d");
      const instances = [];
      this.canvas.shapes.forEach(({ vertices, label }, index) => {
        const isInstance = this.localName === "crowd-instance-segmentation";
        const color = isInstance ? colours[index % colours.length] : this.colourOf(label);
        instances.push({ color, label });
        context.fillStyle = color;
        context.beginPath();
        for (const { x, y } of vertices) context.lineTo(x, y);
        context.fill();
      });
      const labeledImage = { pngImageData: canvas.toDataURL("image/png").replace(/^.*?,/, "") };
      if (this.localName === "crowd-instance-segmentation") return { instances, labeledImage };
      const labelMappings = Object.fromEntries(
        this.labelNames.map((label) => [label, { color: this.colourOf(label) }]),
      );
      return { labelMappings, labeledImage };
    }
  }

  class Entities extends Element {
    build() {
      this.marks = jsonOf(this, "initial-value", []);
      this.characters = [...this.text("text")];
      const given = jsonOf(this, "labels", []);
      this.choices = given.map((each) => (typeof each === "object" ? each : { label: String(each) }));
      this.shown = make("p", { className: "gt-text", tabIndex: 0 });
      const buttons = this.choices.map(({ label, fullDisplayName }) => {
        const button = make(
          "button",
          { type: "button" },
          make("span", { className: "gt-swatch", style: `background:${this.colourOf(label)}` }),
          fullDisplayName ?? label,
        );
        button.addEventListener("click", () => this.mark(label));
        return button;
      });
      const clear = make("button", { type: "button" }, "Delete all marks");
      clear.addEventListener("click", () => {
        this.marks = [];
        this.show();
      });
      const tools = make(
        "div",
        { className: "gt-buttons", role: "group", "aria-label": "Labels" },
        ...buttons,
        clear,
      );
      if (buttons.length === 0)
        tools.prepend(make("p", { className: "gt-fault" }, "No labels: workers have nothing to mark with."));
      frame(this, tools, make("p", { className: "gt-hint" }, "Mark words, then choose a label."), this.shown);
      if (!this.closest("crowd-form")) {
        const submit = make("button", { type: "button", className: "gt-submit" }, "Submit");
        submit.addEventListener("click", () => send(this));
        this.querySelector(".gt-work").append(submit);
      }
      this.show();
    }
    colourOf(label) {
      return colours[
        Math.max(
          0,
          this.choices.findIndex((each) => each.label === label),
        ) % colours.length
      ];
    }
    show() {
      const marks = [...this.marks].sort((a, b) => a.startOffset - b.startOffset);
      const nodes = [];
      let at = 0;
      for (const { startOffset, endOffset, label } of marks) {
        const from = Math.max(at, startOffset);
        if (from >= endOffset) continue;
        nodes.push(this.characters.slice(at, from).join(""));
        const colour = this.colourOf(label);
        nodes.push(
          make(
            "mark",
            { title: label, style: `background:${colour}22;border-bottom:2px solid ${colour}` },
            this.characters.slice(from, endOffset).join(""),
          ),
        );
        at = endOffset;
      }
      nodes.push(this.characters.slice(at).join(""));
      this.shown.replaceChildren(...nodes);
      if (this.characters.length === 0)
        this.shown.append(make("span", { className: "gt-fault" }, "No text."));
    }
    mark(label) {
      const selection = getSelection();
      if (
        selection.isCollapsed ||
        !this.shown.contains(selection.anchorNode) ||
        !this.shown.contains(selection.focusNode)
      )
        return;
      const range = selection.getRangeAt(0);
      const before = document.createRange();
      before.selectNodeContents(this.shown);
      before.setEnd(range.startContainer, range.startOffset);
      const startOffset = [...before.toString()].length;
      const endOffset = startOffset + [...range.toString()].length;
      this.marks = [
        ...this.marks.filter((each) => each.endOffset <= startOffset || each.startOffset >= endOffset),
        { startOffset, endOffset, label },
      ];
      selection.removeAllRanges();
      this.show();
    }
    get answer() {
      return { entities: this.marks };
    }
  }

  /** Things around the task. */
  class Box extends Element {
    build() {
      this.classList.add("gt-box");
      const title = this.getAttribute("heading") ?? this.getAttribute("header") ?? this.getAttribute("label");
      if (title) this.prepend(make("strong", {}, title));
      if (this.hasAttribute("image")) this.prepend(make("img", { src: this.text("image"), alt: "" }));
    }
  }
  class Alert extends Box {
    build() {
      super.build();
      this.setAttribute("role", "status");
      if (!this.hasAttribute("dismissible")) return;
      const close = make("button", { type: "button" }, "Dismiss");
      close.addEventListener("click", () => this.remove());
      this.append(close);
    }
  }
  /** Behind a link until it is opened: instructions, dialogs, tabs. */
  class Fold extends Element {
    build() {
      const title = this.text("link-text") || this.text("header") || this.text("heading") || "Instructions";
      const details = make("details", { open: this.hasAttribute("open") }, make("summary", {}, title));
      details.append(...[...this.childNodes]);
      this.append(details);
      this.details = details;
    }
    open() {
      this.details.open = true;
    }
    close() {
      this.details.open = false;
    }
  }
  class Unknown extends Element {
    build() {
      this.classList.add("gt-box");
      this.prepend(
        make(
          "p",
          { className: "gt-fault" },
          `There is no stand-in for <${this.localName}>: AWS's element shows here.`,
        ),
      );
    }
  }

  const elements = {
    "crowd-form": Form,
    "crowd-button": Button,
    "crowd-icon-button": Button,
    "crowd-fab": Button,
    "crowd-input": Input,
    "crowd-text-area": Input,
    "crowd-slider": Slider,
    "crowd-slider-label": Element,
    "crowd-checkbox": Choice,
    "crowd-radio-button": Choice,
    "crowd-toggle-button": Choice,
    "crowd-classifier": Classifier,
    "crowd-classifier-multi-select": Classifier,
    "crowd-image-classifier": Classifier,
    "crowd-image-classifier-multi-select": Classifier,
    ...Object.fromEntries(Object.keys(drawn).map((name) => [name, Drawing])),
    "crowd-entity-annotation": Entities,
    "crowd-alert": Alert,
    "crowd-toast": Alert,
    "crowd-badge": Box,
    "crowd-card": Box,
    "crowd-radio-group": Box,
    "crowd-tabs": Box,
    "crowd-tab": Fold,
    "crowd-modal": Fold,
    "crowd-instructions": Fold,
  };

  /** White is where nothing was painted: the filter makes it clear. */
  function clearWhite() {
    const svg = drawing("svg", { class: "gt-filter", "aria-hidden": "true" });
    const filter = drawing("filter", {
      id: "gt-no-white",
      x: 0,
      y: 0,
      width: 1,
      height: 1,
      "color-interpolation-filters": "sRGB",
    });
    filter.append(
      drawing("feColorMatrix", { values: "1 0 0 0 0  0 1 0 0 0  0 0 1 0 0  -4 -4 -4 0 12" }),
      drawing("feComposite", { operator: "in", in2: "SourceAlpha" }),
    );
    svg.append(filter);
    document.body.append(svg);
  }

  function begin() {
    clearWhite();
    for (const [name, base] of Object.entries(elements)) customElements.define(name, class extends base {});
    for (const { localName } of document.querySelectorAll(":not(:defined)")) {
      if (localName.startsWith("crowd-") && !customElements.get(localName))
        customElements.define(localName, class extends Unknown {});
    }
    document.dispatchEvent(new Event("all-crowd-elements-ready", { bubbles: true }));
    parent.postMessage({ groundTruthPreview: true, ready: true }, "*");
  }
  // Without rights of its origin the frame may not be navigated; a form of the template's own answers here, too.
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target);
  });
  addEventListener("error", (event) => tell(event.message));
  document.addEventListener("DOMContentLoaded", begin);
})();
