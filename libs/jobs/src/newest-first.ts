/** What gives a job its place in lists. */
export interface ListPlace {
  createMs: number;
  id: string;
}

/** The order of lists: newest first, equal times by id. */
export function byNewest(a: ListPlace, b: ListPlace): number {
  return b.createMs - a.createMs || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** How many entries of a list in this order stand before a place: where it is, or would be put. */
export function countBefore(ordered: readonly ListPlace[], place: ListPlace): number {
  let [from, to] = [0, ordered.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (byNewest(ordered[middle]!, place) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Puts an entry into a list in this order, in the place of the one with the same id and time if there is one. */
export function insert<Entry extends ListPlace>(ordered: Entry[], entry: Entry): void {
  const at = countBefore(ordered, entry);
  ordered.splice(at, isAt(ordered, at, entry) ? 1 : 0, entry);
}

/** Takes an entry out of a list in this order. */
export function remove(ordered: ListPlace[], entry: ListPlace): void {
  const at = countBefore(ordered, entry);
  if (isAt(ordered, at, entry)) ordered.splice(at, 1);
}

function isAt(ordered: readonly ListPlace[], at: number, place: ListPlace): boolean {
  const there = ordered[at];
  return there !== undefined && byNewest(there, place) === 0;
}
