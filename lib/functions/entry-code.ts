import { realpathSync } from "node:fs";
import { extname, relative } from "node:path";
import { AwsPage } from "../aws-page";
import type { Problem } from "../validation/problems";
import { contentProblems, uploadProblems } from "./archive";
import { BundleError, type BundleOptions, ofTheRuntime } from "./bundle";
import { bundledOnce, type BundledArchive } from "./bundle-cache";
import type { EntryProps } from "./function-code-props";
import { handlerProblems } from "./handler-name";
import { nodeVersion, reviewRuntime } from "./lambda-runtimes";
import type { PackagedCode } from "./packaged-code";
import { found, missing, projectDirectory, projectPath } from "./project-path";

const endings = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];
const defaultRuntime = "nodejs22.x";

/** A TypeScript or JavaScript file as an archive of one file, `index.js`. */
export function packagedEntry(entry: string, props: EntryProps): PackagedCode {
  const runtime = props.runtime ?? defaultRuntime;
  const exported = props.handler ?? "handler";
  const handler = `index.${exported}`;
  const version = nodeVersion(runtime);
  const review = reviewRuntime("code.runtime", runtime);
  const file = projectPath(entry);

  const problems: Problem[] = [...entryProblems(entry, file), ...exportProblems(exported, handler, runtime)];
  if (version === undefined) {
    problems.push({
      property: "code.runtime",
      message: `got "${runtime}"; an entry runs on Node.js: ${defaultRuntime}. A directory takes any runtime.`,
      page: AwsPage.lambdaRuntimes,
    });
  } else if (review.problem !== undefined) {
    problems.push(review.problem);
  }
  const config = { runtime, handler };
  if (problems.length > 0 || version === undefined) return { problems, warnings: [], config };

  const made = bundled(entry, {
    entry: realpathSync(file),
    handler: exported,
    nodeVersion: version,
    minify: props.minify ?? false,
    sourceMap: props.sourceMap ?? false,
    external: [...ofTheRuntime, ...(props.external ?? [])],
  });
  if ("message" in made) return { problems: [made], warnings: [], config };
  return {
    problems: uploadProblems("code.entry", made.archive.bytes.length),
    warnings: [review.warning, ...made.warnings.map((warning) => `esbuild warns: ${warning}`)].filter(
      (warning) => warning !== undefined,
    ),
    config,
    archive: made.archive,
  };
}

/** Of a file that was pasted twice esbuild says everything twice. */
const mostMessages = 10;

function bundled(entry: string, options: BundleOptions): BundledArchive | Problem {
  try {
    return bundledOnce(options);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const told = error.messages.slice(0, mostMessages).map((message) => `\n${indented(readable(message))}`);
    const left = error.messages.length - told.length;
    const more = left > 0 ? [`\n${indented(`and ${left} more like these`)}`] : [];
    return { property: "code.entry", message: `${entry} cannot be bundled:${[...told, ...more].join("")}` };
  }
}

function entryProblems(entry: string, file: string): Problem[] {
  const property = "code.entry";
  const stat = found(file);
  if (stat === undefined) return [{ property, message: missing(entry) }];
  if (stat.isFile() && endings.includes(extname(file))) return contentProblems(property, 1, stat.size);
  const hint = "For code in another language, or of several files, name its directory.";
  return [
    {
      property,
      message: stat.isFile()
        ? `${entry} ends in "${extname(file)}"; an entry is TypeScript or JavaScript: ${endings.join(", ")}. ${hint}`
        : `${entry} is no file. ${hint}`,
    },
  ];
}

function exportProblems(exported: string, handler: string, runtime: string): Problem[] {
  if (/^[A-Za-z_$][\w$]*$/.test(exported)) return handlerProblems("code.handler", handler, runtime);
  return [
    {
      property: "code.handler",
      message: `got "${exported}"; for an entry this is the name of the exported function alone: handler.`,
    },
  ];
}

/** A message of esbuild with its path as the user knows it: from the project on. */
function readable(message: string): string {
  const project = realpathSync(projectDirectory());
  return message.replace(/^(\/[^\n]*?)(?=:\s|:\d+:\d+:\s)/, (path: string) => {
    const way = relative(project, path);
    return way.startsWith("..") ? path : way;
  });
}

function indented(text: string): string {
  return text.replace(/^/gm, "      ");
}
