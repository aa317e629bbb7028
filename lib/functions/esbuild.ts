import type * as Esbuild from "esbuild";

/** esbuild: loaded only by those who bundle code. undefined where it was left out of the installation. */
export function loadEsbuild(): typeof Esbuild | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
    return require("esbuild") as typeof Esbuild;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    return undefined;
  }
}
