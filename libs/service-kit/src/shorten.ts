/** How many bytes a character takes where it is sent. */
type BytesOf = (character: string) => number;

/** In a header that is percent-encoded, as `grpc-message` is. */
export const bytesInHeader: BytesOf = (character) => encodeURI(character).length;

/** In a protobuf message: UTF-8. */
export const bytesInMessage: BytesOf = (character) => Buffer.byteLength(character);

/**
 * A text that can be sent, with an ellipsis in place of what is too long. Half of a pair of surrogates, which no encoding has and
 * `encodeURI` throws at, becomes U+FFFD; a pair is never cut.
 */
export function shorten(text: string, maxBytes: number, bytesOf: BytesOf): string {
  const ellipsis = '…';
  const room = maxBytes - bytesOf(ellipsis);
  let bytes = 0;
  let kept = '';
  let fits = '';
  for (const character of wellFormed(text.slice(0, maxBytes + 1))) {
    bytes += bytesOf(character);
    if (bytes > maxBytes) return fits + ellipsis;
    kept += character;
    if (bytes <= room) fits = kept;
  }
  return kept;
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
