/** Longest name that every file system of the product takes, in UTF-16 units; some count bytes, so it stays well below 255. */
const LONGEST = 120;

/** Control characters, and those that turn the direction of a line: `exe.gpj` must not be shown as `jpg.exe` (CVE-2021-42574). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
/** What Windows does not take in a name, with the separators of folders. */
const NOT_IN_A_NAME = /[<>:"/\\|?*]/g;
/** Names that are devices on Windows, whatever follows them. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** A name that is shown as what it is and can be written anywhere; nothing of the folder it came from. */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? '';
  const cleaned = last
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(NOT_IN_A_NAME, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  if (cleaned === '') return 'file';
  return shortened(DEVICE.test(cleaned) ? `_${cleaned}` : cleaned);
}

/** Keeps the ending: it says what the file is. */
function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  const ending = /\.[^.]{1,12}$/.exec(name)?.[0] ?? '';
  return [...name.slice(0, LONGEST - ending.length)].join('').trimEnd() + ending;
}

/** In lower case, without its dot; empty where there is none. */
export const fileEnding = (name: string): string => /\.([^.]{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? '';
