import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreQuery } from '../data.ts';
import { type Bureau, bureauName } from './bureau-name.ts';
import { useFormats } from './use-formats.ts';

export interface Bureaus {
  readonly all: readonly Bureau[];
  readonly own: Bureau | null;
  /** The bureau's name in the reader's language; its code while the directory is not here. */
  readonly name: (code: string) => string;
  /** Several names as the reader's language lists them: "Ruritania and Zubrovia". */
  readonly names: (codes: readonly string[]) => string;
}

const nobody: Output<'directory.list'> = [];

/** The bureaus of the hub's directory, named in the reader's language. */
export function useBureaus(): Bureaus {
  const { i18n } = useTranslation();
  const { data = nobody } = useCoreQuery('directory.list', {});
  const { list } = useFormats();
  const language = i18n.language;
  return useMemo(() => {
    const byCode = new Map<string, Bureau>(data.map((bureau) => [bureau.code, bureau]));
    const name = (code: string) => bureauName(byCode.get(code), code, language);
    const own = data.find((bureau) => bureau.own) ?? null;
    return { all: data, own, name, names: (codes) => list(codes.map(name)) };
  }, [data, language, list]);
}
