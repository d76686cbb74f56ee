// "Did you mean gmail.com?" for the slips that send tickets nowhere.

const KNOWN = [
  "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "yahoo.com",
  "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net",
  "web.de", "t-online.de", "orange.fr", "free.fr", "libero.it",
];

/** Edits between two words where swapping neighbours counts as one. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** The address that was probably meant, or null. Known domains are never questioned, short ones are too alike. */
export function suggestEmail(email: string): string | null {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1).trim().toLowerCase();
  if (at < 1 || domain.length < 7 || KNOWN.includes(domain)) return null;
  const nearest = KNOWN.map((known) => ({ known, edits: distance(domain, known) })).sort(
    (a, b) => a.edits - b.edits,
  )[0]!;
  const isClose = nearest.edits <= (nearest.known.length > 7 ? 2 : 1);
  return isClose ? `${email.slice(0, at)}@${nearest.known}` : null;
}

export const looksLikeEmail = (email: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email.trim());
