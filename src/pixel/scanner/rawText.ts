/** One pattern a name; there are nine names in HTML whose content is raw text. */
const ends = new Map<string, RegExp>();

/**
 * Where the raw text that begins at `from` ends: the offset of the `</` of its end tag, or −1 when the text ends
 * first. `plaintext` never ends.
 */
export function rawTextEnd(text: string, from: number, name: string): number {
  if (name === 'plaintext') return -1;
  if (name === 'script') return scriptEnd(text, from);
  let end = ends.get(name);
  if (!end) {
    end = new RegExp(`</${name}[\\t\\n\\f\\r />]`, 'gi');
    ends.set(name, end);
  }
  end.lastIndex = from;
  return end.exec(text)?.index ?? -1;
}

const plain = /<\/script[\t\n\f\r />]|<!--/gi;
const escaped = /-->|<\/?script[\t\n\f\r />]/gi;
const doubleEscaped = /-->|<\/script[\t\n\f\r />]/gi;

/**
 * The script data states (HTML standard § 13.2.5.4, .15–.31): a `<!--` hides nothing by itself, but a `<script` behind
 * it makes the next `</script>` part of the text, until `-->`.
 */
function scriptEnd(text: string, from: number): number {
  let state = plain;
  let at = from;
  for (;;) {
    state.lastIndex = at;
    const match = state.exec(text);
    if (!match) return -1;
    at = state.lastIndex;
    if (match[0] === '<!--') {
      state = escaped;
      // The two hyphens of `<!-->` count for its end, too.
      at -= 2;
    } else if (match[0] === '-->') {
      state = plain;
    } else if (match[0].charCodeAt(1) !== 0x2f) {
      state = doubleEscaped;
    } else if (state === doubleEscaped) {
      state = escaped;
    } else {
      return match.index;
    }
  }
}
