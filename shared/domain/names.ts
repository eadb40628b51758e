/** Personal names made comparable: transliterated, without accents, cut into tokens that know what they are. */
import { foldText } from './fold-text.ts';

/** name = carries the person · particle = al, bin, van, de … · title = Dr, Sheikh, Haji … · initial = one letter. */
export type NameTokenKind = 'name' | 'particle' | 'title' | 'initial';

export interface NameToken {
  readonly text: string;
  readonly kind: NameTokenKind;
}

/** Written in many ways and often left out: they say little about who a person is. */
const particles: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['al', 'al el ul ad ar as at az ash ud'],
    ['bin', 'bin ben ibn bn'],
    ['bint', 'bint binti'],
    ['abu', 'abu abou'],
    ['van', 'van von vom zu zum den der'],
    ['de', 'de da do dos das del della di du des d la le les los las y e'],
    ['oglu', 'oglu ogly kyzy'],
  ].flatMap(([canonical = '', variants = '']) => variants.split(' ').map((variant) => [variant, canonical])),
);

const titles = new Set(
  (
    'dr prof professor mr mrs ms miss sir dame lord lady don dona senor senora herr frau monsieur madame mme mlle ' +
    'haji hajji hadji al-haj hajj sheikh shaikh sheik shaykh cheikh mullah mulla maulvi mawlawi maulavi qari imam ' +
    'president prasident presidente general gen col colonel capt captain major maj lt lieutenant sgt ' +
    'jr sr ii iii phd'
  ).split(' '),
);

/** ASCII, lower case, single spaces; `Зорькова` becomes `zorkova`, `Brückmann` `bruckmann`, `AnnaZorkova` `anna zorkova`. */
export function foldName(name: string): string {
  return foldText(splitJoined(name.normalize('NFKC')));
}

/** `AnnaZorkova` was two words: a capital inside a word begins a new one, but for Mc, Mac and O'. */
function splitJoined(name: string): string {
  return name.replace(/(?<!\b(?:Mc|Mac|O['’]?|D['’]?))(?<=\p{Ll})(?=\p{Lu}\p{Ll})/gu, ' ');
}

/** The tokens of a name in the order written. A name of nothing but titles and particles is taken as a name. */
export function nameTokens(name: string): NameToken[] {
  const words = foldName(name)
    .split(' ')
    .filter((word) => word !== '');
  const tokens = words.map((text) => ({ text: particles[text] ?? text, kind: kindOf(text) }));
  const hasName = tokens.some((token) => token.kind === 'name');
  return hasName ? tokens : tokens.map((token) => ({ ...token, kind: token.kind === 'initial' ? 'initial' : 'name' }));
}

function kindOf(word: string): NameTokenKind {
  if (word in particles) return 'particle';
  if (titles.has(word)) return 'title';
  return word.length === 1 ? 'initial' : 'name';
}
