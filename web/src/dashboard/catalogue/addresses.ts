// Addresses out of whatever was pasted: lines, commas, "Ada <ada@example.com>".

const ADDRESS = /^[^@\s]{0,64}@[^@\s]{1,253}$/;

export function addressesIn(pasted: string): { addresses: string[]; wrong: string[] } {
  const parts = pasted.split(/[\n,;]+/).map((part) => /<([^>]*)>/.exec(part)?.[1] ?? part).map((part) => part.trim().toLowerCase());
  const given = [...new Set(parts.filter(Boolean))];
  return { addresses: given.filter((part) => ADDRESS.test(part)), wrong: given.filter((part) => !ADDRESS.test(part)) };
}
