/** Text of any script as plain lower-case ASCII, for comparing and finding: any-ascii, helped where Arabic script needs it. */
import anyAscii from 'any-ascii';

/**
 * Arabic script joins the article to its noun and writes only long vowels, with letters that any-ascii takes for consonants
 * or drops: `المنصوري` becomes `al mnsuri`.
 */
const arabicReadings: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})ال(?=\p{L}{3})/gu, 'al '],
  [/(?<!\p{L})[إ]/gu, 'i'],
  [/(?<!\p{L})[اأآعٱ]/gu, 'a'],
  [/[اأآىة]/g, 'a'],
  [/(?<=\p{L})[وؤ]/gu, 'u'],
  [/(?<=\p{L})[يیئ]/gu, 'i'],
];

function readArabic(text: string): string {
  if (!/\p{Script=Arabic}/u.test(text)) return text;
  return arabicReadings.reduce((result, [letters, reading]) => result.replace(letters, reading), text);
}

/** Words of `a`-`z` and `0`-`9` with single spaces between: `Brückmann, O’Hara` becomes `bruckmann ohara`. */
export function foldText(text: string): string {
  return anyAscii(readArabic(text.normalize('NFKC')))
    .toLowerCase()
    .replace(/['’`ʼʻ"]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
