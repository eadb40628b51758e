/** One way in which a text can stand in a file. */
export interface Form {
  /** Of the encoding, for the report. */
  readonly name: string;
  /** In lower case where the form has letters: what is searched is lowered likewise. */
  readonly bytes: Buffer;
}

/** Every form of a text that a search without case has to know. */
export function formsOf(text: string): Form[] {
  const cases = [...new Set([text, text.toLowerCase(), text.toUpperCase()])];
  const forms = cases.flatMap((written) => [
    form('UTF-8', Buffer.from(written, 'utf8')),
    form('UTF-16LE', Buffer.from(written, 'utf16le')),
    form('UTF-16BE', Buffer.from(written, 'utf16le').swap16()),
    form('Latin-1', Buffer.from(written, 'latin1')),
    ...hexForms(Buffer.from(written, 'utf8'), 'hex of UTF-8'),
    ...hexForms(Buffer.from(written, 'utf16le'), 'hex of UTF-16LE'),
    ...base64Forms(Buffer.from(written, 'utf8'), 'Base64 of UTF-8'),
    ...base64Forms(Buffer.from(written, 'utf16le'), 'Base64 of UTF-16LE'),
    form('JSON-escaped', text8(escaped(written, (unit) => (unit > 0x7e ? `\\u${hex(unit, 4)}` : null)))),
    form('JSON-escaped whole', text8(escaped(written, (unit) => `\\u${hex(unit, 4)}`))),
    form('URL-encoded', text8(encodeURIComponent(written))),
    form('URL-encoded whole', text8(percent(written))),
  ]);
  return forms.filter(({ bytes }, at) => forms.findIndex((other) => other.bytes.equals(bytes)) === at);
}

const text8 = (text: string) => Buffer.from(text, 'latin1');
const form = (name: string, bytes: Buffer): Form => ({ name, bytes: lowered(bytes) });
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

const percent = (text: string) => [...Buffer.from(text, 'utf8')].map((byte) => `%${hex(byte, 2)}`).join('');

function escaped(text: string, replacement: (unit: number) => string | null): string {
  return Array.from({ length: text.length }, (_, at) => replacement(text.charCodeAt(at)) ?? text.charAt(at)).join('');
}

/** Without and with something between the bytes, as dumps write them. */
function hexForms(bytes: Buffer, name: string): Form[] {
  const pairs = [...bytes].map((byte) => hex(byte, 2));
  return ['', ' ', ':', '\\x'].map((between) => form(name, text8(pairs.join(between))));
}

/** In each of the three places a text can have in a Base64 stream: what only the text itself decides of it. */
function base64Forms(bytes: Buffer, name: string): Form[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const first = before === 0 ? 0 : before + 1;
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const own = encoded.slice(first, last);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')].map((text) => form(name, text8(text)));
  });
}

const A = 0x41;
const Z = 0x5a;

/** The same bytes with A to Z as a to z; other letters keep their case (`formsOf` gives both). */
export function lowered(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at < copy.length; at += 1) {
    const byte = copy[at] ?? 0;
    if (byte >= A && byte <= Z) copy[at] = byte + 32;
  }
  return copy;
}
