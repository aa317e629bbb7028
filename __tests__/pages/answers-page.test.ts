import { answersPage } from "../../tasks/answers/answers-page";
import { collectAnswers } from "../../tasks/answers/collect-answers";
import { outputManifest } from "../tasks/output-lines";
import { street, streetMask } from "../tasks/png";
import { eventually, inBrowser, PageBrowser, seriousFindings } from "./page-in-browser";

const browser = new PageBrowser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

const sign = [60, 40, 48] as const;
const pictures: Readonly<Record<string, Buffer>> = {
  "s3://acme-raw/images/street-1.png": street(320, 240, sign),
  "s3://acme-raw/images/street-2.png": street(320, 240, [200, 60, 30]),
  "s3://acme-labels/areas-1/annotations/consolidated-annotation/output/0_2026.png": streetMask(
    320,
    240,
    sign,
  ),
};

async function* once(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(text);
}

const example = async () =>
  answersPage(
    await collectAnswers(once(outputManifest()), {
      name: "output.manifest",
      limit: 100,
      pictures: { read: (uri) => Promise.resolve(pictures[uri]) },
    }),
  );

inBrowser("the page of answers", () => {
  it.each(["light", "dark"] as const)(
    "has no serious finding of axe, asks no host and runs no foreign script: %s",
    async (scheme) => {
      const { page, faults } = await browser.open("answers", await example(), scheme);
      expect(await seriousFindings(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  it("draws boxes where they are, lays segmentations over the image, marks spans", async () => {
    const { page } = await browser.open("answers-drawn", await example());
    const stage = page.locator(".stage", { has: page.locator(".boxes rect") }).first();
    const [image, box] = [
      await stage.locator("img").boundingBox(),
      await stage.locator("rect").first().boundingBox(),
    ];
    const scale = image!.width / 320;
    expect(Math.abs(box!.x - image!.x - 60 * scale)).toBeLessThan(4);
    expect(Math.abs(box!.width - 48 * scale)).toBeLessThan(6);
    const masked = page.locator(".stage", { has: page.locator(".mask") }).first();
    expect(await masked.locator(".mask").boundingBox()).toEqual(
      await masked.locator("img").first().boundingBox(),
    );
    expect(await page.locator("mark").first().innerText()).toBe("Mary Majorperson");
    await page.close();
  });

  it("filters by class, confidence and who labeled, and hides what was drawn", async () => {
    const { page, faults } = await browser.open("answers-filtered", await example());
    const cards = () => page.locator(".card:visible").count();
    const all = await cards();
    await page.selectOption("#by-class", "stop sign");
    expect(await cards()).toBe(2);
    await page.fill("#by-confidence", "0.5");
    expect(await cards()).toBe(1);
    await page.click("button[type=reset]");
    await eventually(cards, (count) => count === all);
    await page.selectOption("#by-whom", "failed");
    expect(await cards()).toBe(1);
    await page.uncheck("#marks");
    expect(await page.locator(".boxes:visible").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });
});
