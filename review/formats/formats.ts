import type { Report } from "../report/report";
import { noInk, terminalInk } from "./ink";
import { markdownReport } from "./markdown";
import { pageReport } from "../page/page";
import { sarifReport } from "./sarif";
import { textReport } from "./text";
import { visible } from "./visible";

export const formatNames = ["text", "markdown", "html", "json", "sarif"] as const;

export type FormatName = (typeof formatNames)[number];

/** A report as it is written down. */
export function formatted(
  report: Report,
  format: FormatName,
  terminal: { readonly colours: boolean; readonly width: number },
): string {
  switch (format) {
    case "text":
      return textReport(visible(report), terminal.colours ? terminalInk : noInk, terminal.width);
    case "markdown":
      return markdownReport(visible(report));
    case "html":
      return pageReport(report);
    case "sarif":
      return sarifReport(report);
    case "json":
      return `${JSON.stringify(report, undefined, 2)}\n`;
  }
}
