import { fileEnding } from './file-name.ts';

/** How many bytes of its beginning tell what a file is. */
export const HEAD_BYTES = 16;

const UNKNOWN = 'application/octet-stream';

interface Signature {
  readonly type: string;
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/** What a file of that type begins with. */
const signatures: readonly Signature[] = [
  { type: 'application/pdf', at: 0, bytes: ascii('%PDF-') },
  { type: 'image/png', at: 0, bytes: [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', at: 0, bytes: ascii('GIF8') },
  { type: 'image/tiff', at: 0, bytes: [...ascii('II'), 0x2a, 0x00] },
  { type: 'image/tiff', at: 0, bytes: [...ascii('MM'), 0x00, 0x2a] },
  { type: 'image/bmp', at: 0, bytes: ascii('BM') },
  { type: 'image/webp', at: 8, bytes: ascii('WEBP') },
  { type: 'audio/wav', at: 8, bytes: ascii('WAVE') },
  { type: 'video/x-msvideo', at: 8, bytes: ascii('AVI ') },
  { type: 'image/heic', at: 4, bytes: ascii('ftypheic') },
  { type: 'video/mp4', at: 4, bytes: ascii('ftyp') },
  { type: 'video/x-matroska', at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { type: 'audio/mpeg', at: 0, bytes: ascii('ID3') },
  { type: 'application/zip', at: 0, bytes: [...ascii('PK'), 0x03, 0x04] },
  { type: 'application/x-7z-compressed', at: 0, bytes: [...ascii('7z'), 0xbc, 0xaf, 0x27, 0x1c] },
  { type: 'application/gzip', at: 0, bytes: [0x1f, 0x8b] },
  { type: 'application/rtf', at: 0, bytes: ascii('{\\rtf') },
  { type: 'application/x-ole-storage', at: 0, bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { type: 'application/vnd.microsoft.portable-executable', at: 0, bytes: ascii('MZ') },
  { type: 'application/x-elf', at: 0, bytes: [0x7f, ...ascii('ELF')] },
];

const byEnding: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  xml: 'application/xml',
  json: 'application/json',
  eml: 'message/rfc822',
  svg: 'image/svg+xml',
  nist: 'application/octet-stream',
};

/** Containers: the beginning says only what it is packed in, the ending says what for. */
const insideContainer: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/zip': {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    odt: 'application/vnd.oasis.opendocument.text',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
  },
  'application/x-ole-storage': {
    doc: 'application/msword',
    xls: 'application/vnd.ms-excel',
    msg: 'application/vnd.ms-outlook',
  },
};

/** What a file is: by its first bytes; its name decides only where they do not. */
export function mediaTypeOf(name: string, head: Uint8Array): string {
  const ending = fileEnding(name);
  const found = signatures.find(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte));
  if (!found) return byEnding[ending] ?? UNKNOWN;
  return insideContainer[found.type]?.[ending] ?? found.type;
}
