import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';

/** What makers call their keyrings, by the names Electron gives them. */
const names: Readonly<Record<string, string>> = {
  dpapi: 'Windows Data Protection (DPAPI)',
  keychain: 'macOS Keychain',
  gnome_libsecret: 'Secret Service (libsecret)',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

/** The keyring of this computer by its name, or why none is offered. */
export function KeyringStanding({ backend, standing }: Pick<Output<'account.keyring'>, 'backend' | 'standing'>) {
  const { t } = useTranslation('ui');
  if (standing !== 'offered') return t(`keyring.${standing}`);
  return <bdi>{names[backend] ?? backend}</bdi>;
}
