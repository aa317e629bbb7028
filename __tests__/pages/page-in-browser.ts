import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Frame, type Page } from "playwright-core";
import { findBrowser } from "../../bench/browser";

const executablePath = findBrowser();
if (executablePath === undefined) {
  console.warn("!!! THE PAGES WERE NOT TRIED: no Chromium on this machine (CHROMIUM can name one)");
}
export const inBrowser = executablePath === undefined ? describe.skip : describe;

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const screenshots = process.env["PAGE_SCREENSHOTS"];
/** Longer than any test may take: the test's own limit is the one that counts. */
const noLimit = { timeout: 0 };

export interface OpenedPage {
  readonly page: Page;
  /** Messages of the console, and requests to whatever is not the file itself. */
  readonly faults: string[];
}

/** A browser for the pages of one test file. */
export class PageBrowser {
  public readonly folder = mkdtempSync(join(tmpdir(), "pages-"));
  private browser: Browser | undefined;

  public async start(): Promise<void> {
    if (executablePath !== undefined) {
      this.browser = await chromium.launch({ executablePath, args: ["--no-sandbox"], ...noLimit });
    }
  }

  public async stop(): Promise<void> {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Opens a page as a reader opens the file. */
  public async open(name: string, html: string, scheme: "light" | "dark" = "light"): Promise<OpenedPage> {
    const file = join(this.folder, `${name}.html`);
    writeFileSync(file, html);
    return this.visit(name, pathToFileURL(file).href, scheme);
  }

  public async visit(name: string, url: string, scheme: "light" | "dark" = "light"): Promise<OpenedPage> {
    const page = await this.browser!.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: scheme });
    page.setDefaultTimeout(noLimit.timeout);
    const faults: string[] = [];
    page.on("console", (message) => faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("request", (request) => {
      if (!/^(file|data|about|blob):/.test(request.url()) && !request.url().startsWith(url))
        faults.push(request.url());
    });
    await page.goto(url);
    if (screenshots !== undefined) await this.picture(page, `${name}-${scheme}`);
    return { page, faults };
  }

  /** Keeps what was printed where PAGE_SCREENSHOTS asks for it. */
  public keep(name: string, bytes: Buffer): void {
    if (screenshots !== undefined) writeFileSync(join(screenshots, name), bytes);
  }

  /** Keeps a picture where PAGE_SCREENSHOTS asks for it. */
  public async picture(page: Page, name: string): Promise<void> {
    if (screenshots !== undefined)
      await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
  }
}

/**
 * Reads again and again, from here, until it fits. A predicate that waits inside the page (`page.waitForFunction`) is text
 * that the page's policy does not let run once it has to wait.
 */
export async function eventually<Value>(
  read: () => Promise<Value>,
  fits: (value: Value) => boolean,
): Promise<Value> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    const value = await read();
    if (fits(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Still ${String(await read())}`);
}

interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds of serious or critical impact, in a page or a frame of it. */
export async function seriousFindings(page: Page | Frame): Promise<string[]> {
  // Through the debugger: the page itself lets no other script run.
  await page.evaluate(axe);
  const violations = await page.evaluate<AxeFinding[]>("axe.run().then((result) => result.violations)");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
