// Money as integers of the smallest unit: shown in the reader's language, read back without floats.

/** 1250, 2 → "12.50"; 1250, 0 → "1250"; 5, 3 → "0.005". */
export function toDecimal(minor: number, exponent: number): string {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const cut = digits.length - exponent;
  const text = exponent ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits;
  return minor < 0 ? `-${text}` : text;
}

/** "12.5" or "12,50" → 1250 at exponent 2; null when it is no amount or too fine for the currency. */
export function toMinor(text: string, exponent: number): number | null {
  const match = /^(\d{1,12})(?:[.,](\d*))?$/.exec(text.trim());
  if (!match) return null;
  const fraction = match[2] ?? "";
  if (fraction.length > exponent) return null;
  return Number(match[1]! + fraction.padEnd(exponent, "0"));
}

export function formatMoney(minor: number, currency: string, exponent: number, language: string): string {
  const format = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
  return format.format(Number(toDecimal(minor, exponent)));
}
