import {
  IconAddressBook,
  IconFolder,
  IconInbox,
  IconMail,
  IconSend,
  IconSettings,
  IconShieldCheck,
  IconShieldCog,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Permission } from '#shared/domain/permissions.ts';

interface IconProps {
  readonly size?: number | string;
  readonly stroke?: number;
}

export interface Section {
  readonly name: 'desk' | 'cases' | 'checks' | 'messages' | 'outbox' | 'objects' | 'administration' | 'settings';
  readonly to: `/${Section['name']}`;
  readonly icon: ComponentType<IconProps>;
  /** One of these opens the section; none: everybody. */
  readonly needs: readonly Permission[];
  /** After `g`. */
  readonly key: string;
}

/** What the rail shows, in its order. */
export const sections: readonly Section[] = [
  { name: 'desk', to: '/desk', icon: IconInbox, needs: [], key: 'd' },
  { name: 'cases', to: '/cases', icon: IconFolder, needs: ['case.read'], key: 'c' },
  { name: 'checks', to: '/checks', icon: IconShieldCheck, needs: ['check.read'], key: 'k' },
  { name: 'messages', to: '/messages', icon: IconMail, needs: ['message.read'], key: 'm' },
  { name: 'outbox', to: '/outbox', icon: IconSend, needs: ['outbox.read'], key: 'o' },
  { name: 'objects', to: '/objects', icon: IconAddressBook, needs: ['case.read'], key: 'p' },
  {
    name: 'administration',
    to: '/administration',
    icon: IconShieldCog,
    needs: ['account.manage', 'workstation.read', 'audit.read', 'key.compare'],
    key: 'a',
  },
  { name: 'settings', to: '/settings', icon: IconSettings, needs: [], key: 's' },
];
