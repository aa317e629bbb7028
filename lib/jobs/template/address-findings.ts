import type { HtmlTree } from "./html-tree";
import type { LiquidPart } from "./liquid-parts";
import type { FoundAt } from "./template-finding";

/** Attributes that a browser loads a file from, by their elements. Links and frames lead to pages of the web. */
const loading: Readonly<Record<string, readonly string[]>> = {
  src: ["img", "audio", "video", "source", "track", "embed", "input"],
  srcset: ["img", "source"],
  poster: ["video"],
  data: ["object"],
  href: ["image"],
};

/** What stands before an address that a script loads. */
const loadsInScript = /(?:\.src\s*=|\bfetch\(|\bnew Audio\(|\bsetAttribute\(\s*["'`]src["'`]\s*,)\s*["'`]$/;

interface Place {
  readonly from: number;
  readonly to: number;
  readonly of: string;
}

/** The last place that begins before an offset. */
function lastBefore(places: readonly Place[], offset: number): Place | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.from < offset) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}

/** Values that came with the data object and are used as the address of a file. */
export function addressFindings(
  content: string,
  { elements, isCode }: HtmlTree,
  ungranted: readonly LiquidPart[],
): FoundAt[] {
  const places: Place[] = [];
  for (const { tagName, sourceCodeLocation } of elements) {
    for (const [name, place] of Object.entries(sourceCodeLocation?.attrs ?? {})) {
      const isCrowd = tagName.startsWith("crowd-") && (name === "src" || name === "image");
      if (loading[name]?.includes(tagName) || isCrowd) {
        places.push({ from: place.startOffset, to: place.endOffset, of: `${name} of <${tagName}>` });
      }
    }
  }
  places.sort((a, b) => a.from - b.from);
  const ofS3 = places
    .filter(({ from, to }) => /^[^=]*=\s*["']?\s*s3:\/\//i.test(content.slice(from, to)))
    .map(({ from, of }) => ({
      offset: from,
      message: `browsers cannot load s3:// addresses (${of}): write {{ "s3://bucket/key" | grant_read_access }}`,
    }));
  const loaded = ungranted.flatMap(({ begin, end }) => {
    const before = content.slice(Math.max(0, begin - 40), begin);
    const place = lastBefore(places, begin);
    const isWhole =
      place !== undefined && end <= place.to && /^[^=]*=\s*["']?\s*$/.test(content.slice(place.from, begin));
    const isStyle = /\burl\(\s*["']?\s*$/i.test(before);
    const isScript = isCode(begin) && loadsInScript.test(before);
    if (!isWhole && !isStyle && !isScript) return [];
    const of = isWhole ? place.of : isStyle ? "url(…)" : "src or fetch in a script";
    const inside = content
      .slice(begin + 2, end - 2)
      .replace(/^-|-$/g, "")
      .trim();
    const message =
      `${of} loads a file, and workers' browsers may not read the bucket: write {{ ${inside} | grant_read_access }}, unless ` +
      "it is an address of the web";
    return [{ offset: begin, message }];
  });
  return [...loaded, ...ofS3];
}
