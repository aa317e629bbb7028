import type { Problem } from "../validation/problems";
import type { Archive } from "./archive";
import type { ArchiveProps } from "./function-code-props";
import { reviewHandlerFunction } from "./handler-function";
import { handlerFileFault, handlerProblems } from "./handler-name";
import { reviewRuntime } from "./lambda-runtimes";
import type { PackagedCode } from "./packaged-code";

/** Puts together what is wrong with the code itself, with its runtime and with its handler. */
export function reviewArchive(
  props: ArchiveProps,
  codeProblems: readonly Problem[],
  archive?: Archive,
): PackagedCode {
  const { runtime, handler } = props;
  const review = reviewRuntime("code.runtime", runtime);
  const problems = [
    ...codeProblems,
    ...(review.problem === undefined ? [] : [review.problem]),
    ...handlerProblems("code.handler", handler, runtime),
  ];
  const called = archive === undefined ? {} : reviewHandlerFunction(handler, runtime, archive);
  if (called.problem !== undefined) problems.push(called.problem);
  return {
    problems,
    missingFile: archive && handlerFileFault(handler, runtime, archive.files),
    warnings: [review.warning, called.warning].filter((warning) => warning !== undefined),
    config: { runtime, handler },
    archive,
  };
}
