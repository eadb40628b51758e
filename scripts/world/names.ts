import type { Dice } from './dice.ts';

export interface InventedName {
  readonly name: string;
  readonly forename: string;
  readonly script: 'latin' | 'arabic' | 'cyrillic' | 'han';
}

type Parts = readonly [string, ...string[]];

const scripts: readonly [InventedName['script'], ...InventedName['script'][]] = [
  'latin',
  'latin',
  'latin',
  'arabic',
  'cyrillic',
  'han',
];

// Family names are put together from syllables, so that they are nobody's.
const latin: { starts: Parts; middles: Parts; ends: Parts; female: Parts; male: Parts } = {
  starts: [
    'Bran',
    'Cor',
    'Del',
    'Fal',
    'Gar',
    'Hol',
    'Jor',
    'Kel',
    'Lom',
    'Mar',
    'Nor',
    'Oster',
    'Pel',
    'Quin',
    'Ros',
    'Tal',
    'Ur',
    'Vel',
    'Wes',
    'Zan',
  ],
  middles: ['a', 'e', 'i', 'o', 'an', 'el', 'in', 'or', 'em', 'ud'],
  ends: [
    'bach',
    'cello',
    'dijk',
    'dóttir',
    'esco',
    'ford',
    'gaard',
    'holt',
    'iak',
    'lund',
    'mont',
    'nez',
    'ovitz',
    'quist',
    'reira',
    'ström',
    'tière',
    'vance',
    'wick',
    'zadeh',
  ],
  female: [
    'Ana',
    'Beatriz',
    'Chloé',
    'Dorothea',
    'Elin',
    'Fatou',
    'Greta',
    'Helena',
    'Inês',
    'Júlia',
    'Katrin',
    'Lucía',
    'Maeve',
    'Noor',
    'Oona',
    'Petra',
    'Rosa',
    'Sofie',
    'Zuzana',
  ],
  male: [
    'Adrien',
    'Björn',
    'Caio',
    'Dragan',
    'Emil',
    'Felipe',
    'Gaspard',
    'Henrik',
    'Ivo',
    'Jean-Luc',
    'Kwame',
    'Lorenzo',
    'Mateus',
    'Nikola',
    'Óscar',
    'Paul',
    'Rafael',
    'Søren',
    'Tiago',
    'Yannick',
  ],
};
const arabic: { starts: Parts; ends: Parts; female: Parts; male: Parts } = {
  starts: ['زرن', 'قلم', 'طور', 'بشن', 'مرج', 'سلق', 'دوم', 'كرن', 'نجر', 'حفط', 'رمس', 'عود'],
  ends: ['اوي', 'اني', 'وري', 'ادي', 'يبي', 'وسي', 'امي', 'اشي'],
  female: ['ليلى', 'مريم', 'سلمى', 'نور', 'هدى', 'رانيا', 'دينا', 'أمل', 'سعاد', 'ياسمين'],
  male: ['كريم', 'سامي', 'طارق', 'نبيل', 'فارس', 'وليد', 'زياد', 'عمر', 'هشام', 'ماجد'],
};
const cyrillic: { starts: Parts; middles: Parts; female: Parts; male: Parts } = {
  starts: [
    'Бре',
    'Вол',
    'Гор',
    'Дуб',
    'Жер',
    'Зим',
    'Кол',
    'Лад',
    'Мор',
    'Нев',
    'Пол',
    'Руд',
    'Сол',
    'Тур',
    'Хол',
    'Чер',
    'Шел',
    'Яр',
  ],
  middles: ['бан', 'вид', 'гуз', 'дан', 'жем', 'лин', 'мыш', 'нор', 'пет', 'рат', 'сун', 'хош'],
  female: ['Алина', 'Вера', 'Дарья', 'Елена', 'Жанна', 'Зоя', 'Ирина', 'Любовь', 'Оксана', 'Юлия'],
  male: ['Андрей', 'Богдан', 'Виктор', 'Глеб', 'Дмитрий', 'Егор', 'Игорь', 'Михаил', 'Олег', 'Ярослав'],
};
const han: { families: Parts; first: Parts; second: Parts } = {
  families: ['欧阳', '上官', '司徒', '慕容', '端木', '皇甫', '闻', '褚', '荀', '蔺', '晏', '卓'],
  first: ['云', '思', '景', '子', '若', '承', '清', '雨', '明', '书', '嘉', '远'],
  second: ['川', '岚', '辰', '桐', '溪', '舟', '宁', '墨', '帆', '筠', '石', '朔'],
};

const makers = {
  latin: (dice: Dice, female: boolean) => ({
    name: (dice.pick(latin.starts) + dice.pick(latin.middles) + dice.pick(latin.ends)).toUpperCase(),
    forename: forenames(dice, female ? latin.female : latin.male).toUpperCase(),
  }),
  arabic: (dice: Dice, female: boolean) => ({
    name: `ال${dice.pick(arabic.starts)}${dice.pick(arabic.ends)}`,
    forename: `${dice.pick(female ? arabic.female : arabic.male)} ${dice.pick(arabic.male)}`,
  }),
  cyrillic: (dice: Dice, female: boolean) => ({
    name: `${dice.pick(cyrillic.starts)}${dice.pick(cyrillic.middles)}${female ? 'ова' : 'ов'}`.toUpperCase(),
    forename: dice.pick(female ? cyrillic.female : cyrillic.male).toUpperCase(),
  }),
  han: (dice: Dice) => ({
    name: dice.pick(han.families),
    forename: dice.pick(han.first) + dice.pick(han.second),
  }),
} as const;

function forenames(dice: Dice, choices: Parts): string {
  const first = dice.pick(choices);
  return dice.oneIn(4) ? `${first} ${dice.pick(choices)}` : first;
}

/** An invented person's name in one of four scripts; half of them are Latin. Latin and Cyrillic in capitals, as notices print them. */
export function inventName(dice: Dice, female: boolean): InventedName {
  const script = dice.pick(scripts);
  return { ...makers[script](dice, female), script };
}
