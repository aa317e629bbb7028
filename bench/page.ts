import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";
import { findBrowser } from "./browser";
import { command, largePlan } from "./review";

/*
 * The page of the 5,000 resources in Chromium: the longest time in which it does not answer, as the browser's own observer
 * of long tasks (over 50 ms) tells it, when it opens, when somebody searches and filters, and when all comes back.
 */

const observer = `
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
  }).observe({ type: "longtask", buffered: true });`;

const steps: readonly (readonly [name: string, act: (page: Page) => Promise<unknown>])[] = [
  ["opens", () => Promise.resolve()],
  [
    "searches, letter by letter",
    (page) => page.locator("#search").pressSequentially("team-77", { delay: 100 }),
  ],
  ["shows all again", (page) => page.locator("#search").press("Escape")],
  ["filters by principal", (page) => page.selectOption("#by-principal", { index: 500 })],
  ["shows all again", (page) => page.click("button[type=reset]")],
  ["filters by access", (page) => page.selectOption("#by-level", "W")],
  ["goes to the end", (page) => page.evaluate("window.scrollTo(0, document.body.scrollHeight)")],
];

async function benchPage(executablePath: string, folder: string): Promise<void> {
  const [plan, out] = [join(folder, "plan.json"), join(folder, "review.html")];
  writeFileSync(plan, JSON.stringify(largePlan()));
  execFileSync(process.execPath, [command, "review", plan, "--format", "html", "--out", out]);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(observer);
    await page.goto(pathToFileURL(out).href);
    for (const [name, act] of steps) {
      await act(page);
      await page.waitForTimeout(1000);
      const longest = await page.evaluate<number>("window.longest");
      await page.evaluate("window.longest = 0");
      process.stdout.write(`page of 5,000 resources ${name}: longest task ${Math.round(longest)} ms\n`);
    }
  } finally {
    await browser.close();
  }
}

const executablePath = findBrowser();
if (executablePath === undefined) {
  process.stdout.write("No Chromium on this machine: CHROMIUM can name one.\n");
} else {
  const folder = mkdtempSync(join(tmpdir(), "page-bench-"));
  void benchPage(executablePath, folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}
