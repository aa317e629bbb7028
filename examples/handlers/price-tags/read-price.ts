/** The price in cents that somebody typed, or undefined if it is none: `1.234,50 €`, `1,234.50`, `12`. */
export function readPrice(typed: string): number | undefined {
  const match = /^(?<whole>\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:[.,](?<cents>\d{2}))?$/.exec(
    typed.replace(/[^\d.,' ]/g, "").trim(),
  );
  if (match === null) return undefined;
  const { whole, cents = "0" } = match.groups!;
  return Number(whole!.replace(/\D/g, "")) * 100 + Number(cents);
}
