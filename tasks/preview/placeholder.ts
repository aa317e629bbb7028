/** A sheet with the address of an object on it, for an object that is not at hand. */
export function placeholder(uri: string): string {
  const lines = uri.match(/.{1,44}/gs) ?? [""];
  const text = lines
    .slice(0, 4)
    .map((line, index) => `<text x="24" y="${236 + index * 28}">${escaped(line)}</text>`)
    .join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480" font-family="system-ui, sans-serif" font-size="22" fill="#57606a"><rect width="640" height="480" fill="#e8ebef"/><path d="M0 480 220 250 330 350 450 200 640 480Z" fill="#d3d8de"/>${text}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
