/** Country names that more than one country goes by when written short, in the four official languages. */
import { foldText } from './fold-text.ts';

interface AmbiguousCountry {
  /** As written alone. */
  readonly bare: readonly string[];
  /** Longer names that say which one is meant. */
  readonly clear: readonly string[];
  /** Travel document codes to choose from. */
  readonly choices: readonly string[];
}

const table: readonly AmbiguousCountry[] = [
  {
    bare: ['Congo', 'الكونغو'],
    clear: [
      'Democratic Republic of the Congo',
      'Democratic Republic of Congo',
      'République démocratique du Congo',
      'República Democrática del Congo',
      'جمهورية الكونغو الديمقراطية',
      'الكونغو الديمقراطية',
      'Republic of the Congo',
      'République du Congo',
      'República del Congo',
      'جمهورية الكونغو',
      'DR Congo',
      'Congo Brazzaville',
      'Congo Kinshasa',
    ],
    choices: ['COG', 'COD'],
  },
  {
    bare: ['Korea', 'Corée', 'Corea', 'كوريا'],
    clear: [
      'South Korea',
      'North Korea',
      'Republic of Korea',
      'Korea Republic of',
      "Democratic People's Republic of Korea",
      'Corée du Sud',
      'Corée du Nord',
      'République de Corée',
      'République populaire démocratique de Corée',
      'Corea del Sur',
      'Corea del Norte',
      'República de Corea',
      'República Popular Democrática de Corea',
      'كوريا الجنوبية',
      'كوريا الشمالية',
      'جمهورية كوريا',
    ],
    choices: ['KOR', 'PRK'],
  },
  {
    bare: ['Guinea', 'Guinée', 'غينيا'],
    clear: [
      'Equatorial Guinea',
      'Guinea-Bissau',
      'Guinea Conakry',
      'Papua New Guinea',
      'Republic of Guinea',
      'Guinée équatoriale',
      'Guinée-Bissau',
      'Guinée Conakry',
      'Papouasie-Nouvelle-Guinée',
      'République de Guinée',
      'Guinea Ecuatorial',
      'Papua Nueva Guinea',
      'República de Guinea',
      'Gulf of Guinea',
      'غينيا الاستوائية',
      'غينيا بيساو',
      'بابوا غينيا الجديدة',
      'جمهورية غينيا',
    ],
    choices: ['GIN', 'GNB', 'GNQ', 'PNG'],
  },
  {
    bare: ['Virgin Islands', 'îles Vierges', 'Islas Vírgenes', 'جزر العذراء'],
    clear: [
      'British Virgin Islands',
      'US Virgin Islands',
      'United States Virgin Islands',
      'îles Vierges britanniques',
      'îles Vierges américaines',
      'Islas Vírgenes Británicas',
      'Islas Vírgenes de los Estados Unidos',
      'جزر العذراء البريطانية',
      'جزر العذراء الأمريكية',
    ],
    choices: ['VGB', 'VIR'],
  },
];

const folded = table.map(({ bare, clear, choices }) => ({
  bare: bare.map((name) => ({ name, words: foldText(name) })),
  clear: clear.map(foldText).sort((a, b) => b.length - a.length),
  choices,
}));

/** The short names found in a text that leave open which country is meant. */
export function findAmbiguousCountries(text: string): { readonly name: string; readonly choices: readonly string[] }[] {
  const words = ` ${foldText(text)} `;
  return folded.flatMap(({ bare, clear, choices }) => {
    const rest = clear.reduce((left, phrase) => left.replaceAll(` ${phrase} `, ' , '), words);
    const found = bare.find((one) => rest.includes(` ${one.words} `));
    return found ? [{ name: found.name, choices }] : [];
  });
}
