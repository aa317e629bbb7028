import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { Problem } from "../validation/problems";

/** What Lambda says of a runtime. */
enum Support {
  SUPPORTED,
  /** Works, but AWS promises nothing for it. */
  PREVIEW,
  /** Without security updates; functions can still be made with it, for some weeks. */
  DEPRECATED,
  /** AWS makes no function with it any more. */
  GONE,
}

/** AWS's table as of November 2026, each family from new to old. `provided` stands for "OS only". */
const runtimes: Readonly<Record<string, Support>> = {
  "nodejs26.x": Support.PREVIEW,
  "nodejs24.x": Support.SUPPORTED,
  "nodejs22.x": Support.SUPPORTED,
  "nodejs20.x": Support.GONE,
  "nodejs18.x": Support.GONE,
  "nodejs16.x": Support.GONE,
  "nodejs14.x": Support.GONE,
  "nodejs12.x": Support.GONE,
  "python3.15": Support.PREVIEW,
  "python3.14": Support.SUPPORTED,
  "python3.13": Support.SUPPORTED,
  "python3.12": Support.SUPPORTED,
  "python3.11": Support.SUPPORTED,
  "python3.10": Support.DEPRECATED,
  "python3.9": Support.GONE,
  "python3.8": Support.GONE,
  "python3.7": Support.GONE,
  "python3.6": Support.GONE,
  "python2.7": Support.GONE,
  java25: Support.SUPPORTED,
  java21: Support.SUPPORTED,
  "java17.al2023": Support.SUPPORTED,
  "java11.al2023": Support.SUPPORTED,
  "java8.al2023": Support.SUPPORTED,
  java17: Support.SUPPORTED,
  java11: Support.SUPPORTED,
  "java8.al2": Support.SUPPORTED,
  java8: Support.GONE,
  dotnet10: Support.SUPPORTED,
  dotnet8: Support.DEPRECATED,
  dotnet6: Support.GONE,
  "ruby4.0": Support.SUPPORTED,
  "ruby3.4": Support.SUPPORTED,
  "ruby3.3": Support.SUPPORTED,
  "ruby3.2": Support.GONE,
  "ruby2.7": Support.GONE,
  "provided.al2023": Support.SUPPORTED,
  "provided.al2": Support.DEPRECATED,
  provided: Support.GONE,
  "go1.x": Support.GONE,
};

/** The patterns of names that AWS may give to a runtime yet to come, with the newest version in the table. */
const families: readonly { readonly name: RegExp; readonly newest: number }[] = [
  { name: /^nodejs(\d+)\.x$/, newest: 26 },
  { name: /^python3\.(\d+)$/, newest: 15 },
  { name: /^java(\d+)$/, newest: 25 },
  { name: /^dotnet(\d+)$/, newest: 10 },
  { name: /^ruby(\d+)\.\d+$/, newest: 4 },
  { name: /^provided\.al(\d{4})$/, newest: 2023 },
];

/** What is to be said of a runtime. */
interface RuntimeReview {
  readonly problem?: Problem;
  readonly warning?: string;
}

/** A runtime by Lambda's name for it. Tokens pass; a version newer than this library passes with a warning. */
export function reviewRuntime(property: string, runtime: string): RuntimeReview {
  if (Token.isUnresolved(runtime)) return {};
  const problem = (message: string): RuntimeReview => ({
    problem: { property, message, page: AwsPage.lambdaRuntimes },
  });
  switch (Object.hasOwn(runtimes, runtime) ? runtimes[runtime] : undefined) {
    case Support.SUPPORTED:
      return {};
    case Support.PREVIEW:
      return {
        warning: `The runtime ${runtime} is a preview, without support by AWS (${AwsPage.lambdaRuntimes})`,
      };
    case Support.DEPRECATED:
      return {
        warning:
          `AWS has deprecated the runtime ${runtime}: it gets no security updates, and AWS will soon refuse new ` +
          `functions with it. Use ${newest(runtime)} (${AwsPage.lambdaRuntimes})`,
      };
    case Support.GONE:
      return problem(`got "${runtime}", with which AWS makes no functions any more. Use ${newest(runtime)}.`);
    case undefined:
      if (isYetToCome(runtime)) {
        return {
          warning: `The runtime ${runtime} is newer than this library, which cannot say whether Lambda has it`,
        };
      }
      return problem(
        runtime === "dotnet9"
          ? `got "dotnet9", which Lambda has for container images only. Use a container image, or dotnet10.`
          : `got "${runtime}"; Lambda has ${supported().join(", ")}.`,
      );
  }
}

/** The major version of a Node.js runtime, or undefined for any other. */
export function nodeVersion(runtime: string): number | undefined {
  const match = /^nodejs(\d+)\.x$/.exec(runtime);
  return match === null ? undefined : Number(match[1]);
}

/** The supported runtime that a function of an old one moves to. */
function newest(runtime: string): string {
  const language = runtime.startsWith("go") ? "provided" : /^[a-z]+/.exec(runtime)![0];
  return supported().find((name) => name.startsWith(language))!;
}

function supported(): string[] {
  return Object.keys(runtimes).filter((name) => runtimes[name] === Support.SUPPORTED);
}

function isYetToCome(runtime: string): boolean {
  return families.some(({ name, newest }) => Number(name.exec(runtime)?.[1]) > newest);
}
