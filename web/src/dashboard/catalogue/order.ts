// Lists of ids that are put in order.

export type Part = { id: string };

/** One id at another place. */
export function moved(ids: string[], id: string, to: number): string[] {
  const rest = ids.filter((one) => one !== id);
  return [...rest.slice(0, Math.max(0, to)), id, ...rest.slice(Math.max(0, to))];
}

/** The same parts, those that are named first and in that order. */
export function ordered<P extends Part>(parts: P[], ids: string[]): P[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  return [...parts].sort((one, other) => (place.get(one.id) ?? ids.length) - (place.get(other.id) ?? ids.length));
}
