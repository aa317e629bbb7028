import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { pageReport } from "../../review/page/page";
import { readInputs } from "../../review/input/read-inputs";
import { buildReport } from "../../review/report/build-report";
import { exampleStack } from "../example-stacks";
import { eventually, inBrowser, type OpenedPage, PageBrowser, seriousFindings } from "./page-in-browser";

const browser = new PageBrowser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

const widened = join(__dirname, "..", "review", "plans", "lake-widened.json");

/** Stacks like the example's, under other names. */
function workflows(count: number): string[] {
  const kinds = ["street-signs", "dashcam-signs", "price-tags"].map((name) => ({
    name,
    text: exampleStack(name),
  }));
  return Array.from({ length: count }, (_, index) => {
    const { name, text } = kinds[index % kinds.length]!;
    const file = join(browser.folder, `${name}-${index}.json`);
    writeFileSync(file, text.replaceAll(name, `${name}-${index}`));
    return file;
  });
}

async function open(
  name: string,
  files: readonly string[],
  scheme: "light" | "dark" = "light",
): Promise<OpenedPage> {
  const report = await buildReport({
    what: readInputs(files, { account: "111122223333" }),
    accepted: [],
    today: "2026-11-26",
  });
  return browser.open(name, pageReport(report), scheme);
}

const visible = (page: Page, selector: string) => page.locator(`${selector}:visible`).count();

inBrowser("the page of a review", () => {
  it.each([
    ["3 workflows", 3, "light"],
    ["3 workflows", 3, "dark"],
    ["30 workflows", 30, "light"],
    ["30 workflows", 30, "dark"],
  ] as const)("has no serious finding of axe and asks no host: %s, %i, %s", async (_title, count, scheme) => {
    const { page, faults } = await open(`workflows-${count}`, workflows(count), scheme);
    expect(await seriousFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    expect(await page.locator("figure.picture").count()).toBe(count);
    await page.close();
  });

  it("has letters at lines that can be read: none covers another", async () => {
    const { page } = await open("workflows-3", workflows(3));
    const covered =
      await page.evaluate<number>(`[...document.querySelectorAll("figure.picture")].map((figure) => {
      const boxes = [...figure.querySelectorAll(".edge rect")].map((each) => each.getBoundingClientRect());
      return boxes.filter((one, index) => boxes.slice(index + 1).some((other) =>
        one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)).length;
    }).reduce((sum, each) => sum + each, 0)`);
    expect(covered).toBe(0);
    await page.close();
  });

  it("leads from each tile to its section", async () => {
    for (const files of [[widened], workflows(3)]) {
      const { page } = await open("tiles", files);
      const targets = await page
        .locator("a.tile")
        .evaluateAll((all) => all.map((each) => each.getAttribute("href")));
      expect(targets.length).toBeGreaterThan(2);
      for (const target of targets) expect(await page.locator(target).count()).toBe(1);
      await page.close();
    }
  });

  it("shows the summary, to be signed, without scrolling", async () => {
    const { page } = await open("grown", [widened]);
    for (const selector of [".tiles", ".holders", ".sign"]) {
      const box = await page.locator(selector).boundingBox();
      expect(box!.y + box!.height).toBeLessThanOrEqual(800);
    }
    await page.close();
  });

  it("has what grew before all else, with its request a key away", async () => {
    const { page, faults } = await open("grown", [widened]);
    expect(await page.locator("main > section").nth(1).getAttribute("id")).toBe("grew");
    const first = page.locator("#grew .change").first();
    await first.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await first.locator("pre").first().innerText()).toContain('"action"');
    expect(await seriousFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("filters by principal, resource and access, in tables and pictures", async () => {
    const { page } = await open("workflows-3", workflows(3));
    const all = await visible(page, "#principals .card");
    await page.selectOption("#by-principal", { index: 1 });
    expect(await visible(page, "#principals .card")).toBe(1);
    expect(await visible(page, "figure.picture")).toBe(1);
    expect(await page.locator("#shown").innerText()).toMatch(/^\d+ of \d+ shown$/);
    await page.click("button[type=reset]");
    await eventually(
      () => visible(page, "#principals .card"),
      (value) => value === all,
    );
    await page.selectOption("#by-level", "P");
    const decided = await visible(page, "#resources .card");
    expect(decided).toBeGreaterThan(0);
    expect(decided).toBeLessThan(await page.locator("#resources .card").count());
    await page.click("button[type=reset]");
    await page.selectOption("#by-resource", { index: 1 });
    expect(await visible(page, "#resources .card")).toBe(1);
    await page.close();
  });

  it("searches from the keyboard and opens a statement by it, with its reason", async () => {
    const { page } = await open("workflows-3", workflows(3));
    await page.keyboard.press("/");
    await page.keyboard.type("StreamingQueue");
    await eventually(
      () => visible(page, "#principals .card"),
      (value) => value === 1,
    );
    const card = page.locator("#principals .card:visible");
    await card.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    const statement = card.locator(".statement", { hasText: "StreamingQueue" }).first();
    await statement.locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await statement.locator(".reason").innerText()).toMatch(/queue/i);
    expect(await statement.locator("pre").innerText()).toContain("sqs:CreateQueue");
    await page.close();
  });

  it("leads from a box of the picture to the table behind it", async () => {
    const { page } = await open("workflows-3", workflows(3));
    const box = page.locator("a.node.principal:not(.outside)").first();
    const target = await box.getAttribute("href");
    await box.focus();
    await page.keyboard.press("Enter");
    await eventually(
      () => page.locator(`details${target}`).getAttribute("open"),
      (value) => value !== null,
    );
    await page.close();
  });

  it("prints: filters go, statements are open, the summary has a sheet of its own", async () => {
    const { page } = await open("grown", [widened]);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 4).toString()).toBe("%PDF");
    browser.keep("grown.pdf", pdf);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("form.filters").isVisible()).toBe(false);
    await page.close();
  });
});
