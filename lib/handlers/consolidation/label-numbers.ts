/** A number for each label, the same for the same label: numbers are quick to compare. */
export function labelNumbers(marks: readonly { readonly label: string }[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(marks, ({ label }) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}
