/** A share in words, e.g. `97.9 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
