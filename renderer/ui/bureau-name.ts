import type { Output } from '#shared/ipc/contract.ts';

export type Bureau = Output<'directory.list'>[number];

/** The name in the language asked for, else in English, else the code. */
export function bureauName(bureau: Pick<Bureau, 'names'> | undefined, code: string, language: string): string {
  return bureau?.names[language] ?? bureau?.names.en ?? code;
}
