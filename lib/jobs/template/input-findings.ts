import { nearest } from "../../validation/nearest";
import type { LiquidPart } from "./liquid-parts";
import type { FoundAt } from "./template-finding";

/** A name of `task.input` that a template reads. */
interface ReadName {
  readonly name: string;
  readonly offset: number;
}

const pattern =
  /\btask\s*(?:\.\s*input|\[\s*(?:"input"|'input')\s*\])\s*(?:\.\s*([\w-]+)|\[\s*("[^"]*"|'[^']*')\s*\])/g;

/** The names of `task.input` that outputs and tags read. */
export function namesRead(content: string, parts: readonly LiquidPart[]): ReadName[] {
  return parts
    .filter(({ kind, name }) => kind !== "text" && name !== "comment" && name !== "raw")
    .flatMap(({ begin, end }) =>
      [...content.slice(begin, end).matchAll(pattern)].map((match) => ({
        name: match[1] ?? match[2]!.slice(1, -1),
        offset: begin + match.index,
      })),
    );
}

/** `task.imput`: `task` has `input` only. */
export function slipFindings(content: string, parts: readonly LiquidPart[]): FoundAt[] {
  return parts
    .filter(({ kind, name }) => kind !== "text" && name !== "comment" && name !== "raw")
    .flatMap(({ begin, end }) =>
      [...content.slice(begin, end).matchAll(/\btask\s*\.\s*([\w-]+)/g)]
        .filter(({ 1: name }) => name !== "input" && nearest(name!, ["input"]) !== undefined)
        .map(({ index, 0: read }) => ({
          offset: begin + index,
          message: `${read} shows nothing; did you mean task.input?`,
        })),
    );
}

/** What a template reads and the pre-annotation function does not give: it shows as nothing. */
export function inputFindings(
  content: string,
  parts: readonly LiquidPart[],
  known: readonly string[],
  isHosted = false,
): FoundAt[] {
  return namesRead(content, parts)
    .filter(({ name }) => !known.includes(name) && !liquidProperties.includes(name))
    .map(({ name, offset }) => {
      const meant = nearest(name, known);
      const hint = meant === undefined ? `it has ${known.join(", ")}` : `did you mean ${meant}?`;
      const message = isHosted
        ? `none of AWS's templates for built-in tasks reads task.input.${name}, so it probably shows nothing; ${hint} (not verified against AWS)`
        : `task.input has no "${name}", so nothing is shown; ${hint}`;
      return { offset, message };
    });
}

/** What AWS's published templates of built-in tasks read. What the hosted functions give beyond is not documented. */
export const hostedInputNames: readonly string[] = ["taskObject", "labels", "manifestLine"];

/** What Liquid itself gives for every list and object. */
const liquidProperties = ["size", "first", "last"];
