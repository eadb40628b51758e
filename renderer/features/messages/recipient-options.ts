import { type Bureau, bureauName } from '../../ui/bureau-name.ts';

/** A bureau as it can be chosen among the recipients. */
export interface RecipientOption {
  readonly value: string;
  readonly label: string;
  /** No key, so nothing can be sealed to it; a bureau chosen before stays choosable, so that it can be taken out again. */
  readonly disabled: boolean;
  readonly reachable: boolean;
}

/** Every bureau but one's own, by name in the reader's language; what cannot be reached last. */
export function recipientOptions(
  bureaus: readonly Bureau[],
  chosen: readonly string[],
  language: string,
): RecipientOption[] {
  const { compare } = new Intl.Collator(language);
  return bureaus
    .filter((bureau) => !bureau.own)
    .map((bureau) => ({
      value: bureau.code,
      label: `${bureauName(bureau, bureau.code, language)} (${bureau.code})`,
      disabled: !bureau.reachable && !chosen.includes(bureau.code),
      reachable: bureau.reachable,
    }))
    .sort((a, b) => Number(b.reachable) - Number(a.reachable) || compare(a.label, b.label));
}

const COMBINING_MARKS = /\p{M}/gu;

/** Without accents and capitals, so that "cote" finds "Côte". */
export const foldText = (text: string) => text.normalize('NFD').replace(COMBINING_MARKS, '').toLowerCase();

/** The options in whose label every typed word begins a word; the code counts as a word. */
export function matchingOptions<O extends { readonly label: string }>(options: readonly O[], typed: string): O[] {
  const wanted = foldText(typed).split(/\s+/).filter(Boolean);
  return options.filter(({ label }) => {
    const words = foldText(label).split(/[\s()'’-]+/);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}
