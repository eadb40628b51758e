/** Month names of the four official languages, as written in letters and on documents. */

const names: readonly (readonly string[])[] = [
  ['january', 'janvier', 'enero', 'jan', 'janv', 'ene', 'يناير', 'كانون الثاني', 'جانفي'],
  ['february', 'février', 'febrero', 'feb', 'févr', 'fév', 'فبراير', 'شباط', 'فيفري'],
  ['march', 'mars', 'marzo', 'mar', 'مارس', 'آذار', 'اذار'],
  ['april', 'avril', 'abril', 'apr', 'avr', 'abr', 'أبريل', 'ابريل', 'إبريل', 'نيسان', 'أفريل'],
  ['may', 'mai', 'mayo', 'مايو', 'أيار', 'ايار', 'ماي'],
  ['june', 'juin', 'junio', 'jun', 'يونيو', 'يونيه', 'حزيران', 'جوان'],
  ['july', 'juillet', 'julio', 'jul', 'juil', 'يوليو', 'يوليه', 'تموز', 'جويلية'],
  ['august', 'août', 'agosto', 'aug', 'ago', 'أغسطس', 'اغسطس', 'آب', 'اب', 'أوت'],
  ['september', 'septembre', 'septiembre', 'setiembre', 'sep', 'sept', 'set', 'سبتمبر', 'أيلول', 'ايلول'],
  ['october', 'octobre', 'octubre', 'oct', 'أكتوبر', 'اكتوبر', 'تشرين الأول'],
  ['november', 'novembre', 'noviembre', 'nov', 'نوفمبر', 'تشرين الثاني'],
  ['december', 'décembre', 'diciembre', 'dec', 'déc', 'dic', 'ديسمبر', 'كانون الأول'],
];

/** Accents and hamzas are often left out when a date is typed. */
const fold = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const monthByName = new Map(names.flatMap((list, at) => list.map((name) => [fold(name), at + 1] as const)));

/** 1-12, or null where the word is no month in English, French, Spanish or Arabic. */
export function monthOfName(word: string): number | null {
  return monthByName.get(fold(word)) ?? null;
}
