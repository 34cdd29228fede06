/** A share in words, e.g. `97.9 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A count in words, e.g. `61,706`. */
export const countText = (count: number): string => count.toLocaleString('en-US');
