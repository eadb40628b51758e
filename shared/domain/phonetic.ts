/**
 * A phonetic key for names of any origin, written in Latin letters by many hands: Mohammed, Muhammad and Mohamed give one key,
 * so do Usama and Osama, Yusuf and Youssef, Sergei and Sergej. It keeps the consonants, in classes that transliterations mix.
 */

/** Applied in order to lower-case ASCII. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/[^a-z]/g, ''],
  [/(?<=[aeiouy])j(?![aeiouy])/g, 'i'],
  [/^y(?=[aeiou])/, 'J'],
  [/^(hs|sh|sch|x)(?=[aeiouy])/, 'S'],
  [/tsch|tch|tsh|ch|cz|tz|ts|c(?=[eiy])/g, 'C'],
  [/schtsch|shch|sch|sh|sz/g, 'S'],
  [/zh|dj|dzh|j/g, 'J'],
  [/ph/g, 'f'],
  [/kh|gh|ck|q|c/g, 'k'],
  [/x/g, 'ks'],
  [/th|dh|dd/g, 't'],
  [/d/g, 't'],
  [/b/g, 'p'],
  [/g/g, 'k'],
  [/w/g, 'v'],
  [/z/g, 's'],
  [/[aeiouyh]/g, ''],
];

/** Upper-case key, at least one character for any token: consonant classes, doubled ones once, led by `A` where a vowel begins. */
export function phoneticKey(token: string): string {
  const startsWithVowel = /^[aeiou]/.test(token);
  const skeleton = spellings.reduce((text, [from, to]) => text.replace(from, to), token).toUpperCase();
  const single = skeleton.replace(/(.)\1+/g, '$1');
  const key = (startsWithVowel ? 'A' : '') + single;
  return key === '' ? (token[0] ?? '').toUpperCase() : key;
}
