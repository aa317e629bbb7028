import { nearest } from "../../validation/nearest";

/** Ground Truth's own filters. */
const groundTruthFilters = ["escape_once", "grant_read_access", "skip_autoescape", "to_json"];

/** The filters of Liquid's own documentation, on which AWS's page builds. */
const standardFilters = [
  ..."abs append at_least at_most base64_decode base64_encode base64_url_safe_decode base64_url_safe_encode".split(
    " ",
  ),
  ..."capitalize ceil compact concat date default divided_by downcase escape escape_once find find_index".split(
    " ",
  ),
  ..."first floor h has join last lstrip map minus modulo newline_to_br plus prepend reject remove".split(
    " ",
  ),
  ..."remove_first remove_last replace replace_first replace_last reverse round rstrip size slice sort".split(
    " ",
  ),
  ..."sort_natural split strip strip_html strip_newlines sum times truncate truncatewords uniq upcase".split(
    " ",
  ),
  ..."url_decode url_encode where".split(" "),
];

export const knownFilters: ReadonlySet<string> = new Set([...standardFilters, ...groundTruthFilters]);

/** What people write who know other dialects. */
const meant: Readonly<Record<string, string>> = {
  json: "to_json",
  jsonify: "to_json",
  tojson: "to_json",
  raw: "skip_autoescape",
  safe: "skip_autoescape",
  html_safe: "skip_autoescape",
  xml_escape: "escape",
  cgi_escape: "url_encode",
  uri_escape: "url_encode",
  presign: "grant_read_access",
  grant_access: "grant_read_access",
  read_access: "grant_read_access",
  length: "size",
  lower: "downcase",
  upper: "upcase",
};

/** The filter that somebody probably meant, if one comes near. */
export function nearFilter(name: string): string | undefined {
  return meant[name.toLowerCase()] ?? nearest(name, [...knownFilters]);
}
