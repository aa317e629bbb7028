import type { Page } from "playwright-core";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import { readyTemplate } from "../../lib/jobs/ready-template/ready-template";
import { readyTask, readyTaskTypes } from "../../lib/jobs/ready-template/ready-task";
import { lintTemplate } from "../../lib/jobs/template/lint-template";
import { renderTemplate } from "../../lib/jobs/template/render-template";
import { placeholder } from "../../tasks/preview/placeholder";
import { previewPage } from "../../tasks/preview/preview-page";
import { exampleLine, hostedTaskInput } from "../../tasks/preview/task-input";
import { street, streetMask } from "../tasks/png";
import { sampleInput, sampleTemplates } from "../tasks/sample-templates";
import { eventually, inBrowser, PageBrowser, seriousFindings } from "./page-in-browser";

const browser = new PageBrowser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

const dataUri = (bytes: Buffer) => `data:image/png;base64,${bytes.toString("base64")}`;
const sign = [90, 60, 100] as const;
const pictures: Readonly<Record<string, string>> = {
  "s3://acme-raw/images/example.jpg": dataUri(street(640, 480, sign)),
  "s3://acme-raw/images/example-segmentation.png": dataUri(streetMask(640, 480, sign)),
  "s3://acme-raw/images/street-1.png": dataUri(street(320, 240, [60, 40, 48])),
};
const granted = (uri: string) => pictures[uri] ?? placeholder(uri);

function pageOf(name: string, template: string, input: Readonly<Record<string, unknown>>): string {
  const { html, failure, missing } = renderTemplate(template, input, granted);
  const findings = [...(failure === undefined ? [] : [failure]), ...lintTemplate(template), ...missing];
  return previewPage({ name, template: "template.liquid.html", rendered: html, findings, input, notes: [] });
}

const worker = (page: Page) => page.frames()[1]!;

/** The frame is a process of its own: what the mouse does reaches it only after it was drawn for the first time. */
async function hearsTheMouse(page: Page): Promise<void> {
  await worker(page).evaluate(`addEventListener("mousemove", () => (window.heard = true))`);
  const { x, y } = (await page.locator("iframe").boundingBox())!;
  let step = 0;
  await eventually(
    async () => {
      await page.mouse.move(x + 5 + (step++ % 2), y + 5);
      return worker(page).evaluate<boolean>("window.heard === true");
    },
    (heard) => heard,
  );
}

async function submitted(page: Page): Promise<unknown> {
  await hearsTheMouse(page);
  await worker(page).locator("crowd-button button, .gt-submit, button").last().click();
  const answer = await eventually(
    () => page.locator("#answer").innerText(),
    (text) => text.startsWith("["),
  );
  return (JSON.parse(answer) as unknown[])[0];
}

inBrowser("the preview of a ready template", () => {
  it.each(readyTaskTypes)("%s: no serious finding of axe, no request, and an answer", async (taskType) => {
    const earlier = readyTask(taskType)?.earlier;
    const attribute = earlier && { boxes: "signs", mask: "areas-ref" }[earlier];
    const labels = ["Stop sign", "Road", 'It\'s "30" & more'];
    const task = BuiltInTask.of(taskType);
    const line = exampleLine(task, ["s3://acme-raw/images/"], labels, attribute);
    const template = readyTemplate({
      taskType,
      earlierLabelAttributeName: attribute,
      categories: [{ label: "Stop sign", description: "Red, with eight sides." }],
    });
    const { page, faults } = await browser.open(
      `ready-${taskType}`,
      pageOf(taskType, template, hostedTaskInput(line, labels, task)),
    );
    expect(await seriousFindings(page)).toEqual([]);
    const text = await worker(page).locator("body").innerText();
    for (const label of labels) expect(text).toContain(label);
    const chooses = readyTask(taskType)!.choices === "categories";
    if (chooses) await worker(page).locator("fieldset input").first().check();
    const answer = (await submitted(page)) as Record<string, object>;
    expect(Object.keys(answer)).toEqual([readyTask(taskType)!.name]);
    if (chooses) expect(JSON.stringify(answer)).toContain("Stop sign");
    expect(await page.locator("#not-submitted").innerText()).toBe("");
    // Only now: the frame tells faults before the answer, but not before the page is loaded.
    expect(await page.locator("#faults li").allInnerTexts()).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });
});

inBrowser("a template after public samples", () => {
  it.each(sampleTemplates.map((sample) => [sample.title, sample] as const))("%s", async (title, sample) => {
    const { template, reads, answers, refused, told } = sample;
    const { page, faults } = await browser.open(
      `sample-${title.replace(/\W+/g, "-")}`,
      pageOf(title, template, sampleInput),
    );
    const about = async () =>
      `${await page.locator("header").innerText()}\n${await page.locator("aside").innerText()}`;
    if (refused !== undefined) {
      expect(await about()).toMatch(refused);
      expect(page.frames()).toHaveLength(1);
    } else {
      const text = await worker(page).locator("body").innerText();
      if (reads instanceof RegExp) expect(text).toMatch(reads);
      else if (reads !== undefined) expect(text + (await worker(page).content())).toContain(reads);
      if (answers !== undefined) expect(await submitted(page)).toMatchObject(answers);
      if (told !== undefined && !told.test(await about())) {
        await submitted(page);
        expect(await about()).toMatch(told);
      }
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  it("draws a box where it is dragged, and marks what is selected", async () => {
    const draw = sampleTemplates.find(({ title }) => title === "boxes")!;
    const { page } = await browser.open("drag", pageOf("drag", draw.template, sampleInput));
    await hearsTheMouse(page);
    const canvas = (await worker(page).locator(".gt-shapes").boundingBox())!;
    await page.mouse.move(canvas.x + 20, canvas.y + 20);
    await page.mouse.down();
    await page.mouse.move(canvas.x + 120, canvas.y + 80);
    await page.mouse.up();
    expect(await submitted(page)).toMatchObject({
      b: { boundingBoxes: [{ label: "Cat" }], inputImageProperties: { width: 320, height: 240 } },
    });
    await browser.picture(page, "dragged");
    await page.close();
    const mark = sampleTemplates.find(({ title }) => title === "spans without a form")!;
    const spans = await browser.open("mark", pageOf("mark", mark.template, sampleInput));
    await worker(spans.page).evaluate(`(() => {
      const text = document.querySelector(".gt-text").firstChild;
      getSelection().setBaseAndExtent(text, 0, text, 4);
    })()`);
    await hearsTheMouse(spans.page);
    await worker(spans.page).locator(".gt-buttons button").first().click();
    expect(await submitted(spans.page)).toEqual({
      e: { entities: [{ startOffset: 0, endOffset: 4, label: "Cat" }] },
    });
    await spans.page.close();
  });
});
